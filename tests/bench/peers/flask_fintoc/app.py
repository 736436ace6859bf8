"""A small Flask shop with Fintoc's official package and SQLAlchemy, as its documentation begins.

With MAIL=smtp the confirmation is sent inside the request, to SMTP_PORT on this machine.
"""

import os
import smtplib
from datetime import UTC, datetime
from email.message import EmailMessage

from fintoc.errors import WebhookSignatureError
from fintoc.webhook import WebhookSignature
from flask import Flask, request
from sqlalchemy import BigInteger, DateTime, ForeignKey, String, create_engine, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

SECRET = os.environ["WEBHOOK_SECRET"]
MAIL = os.environ.get("MAIL", "outbox")
address = os.environ["DATABASE_URL"].replace("postgres://", "postgresql+psycopg://")
engine = create_engine(address)
app = Flask(__name__)


class Table(DeclarativeBase):
    pass


class Order(Table):
    __tablename__ = "shop_order"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    number: Mapped[str] = mapped_column(String(32))
    intent_id: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(String(254))
    changed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Event(Table):
    __tablename__ = "shop_event"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    event_id: Mapped[str] = mapped_column(String(64))
    type: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict] = mapped_column(JSONB)
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Mail(Table):
    __tablename__ = "shop_mail"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("shop_order.id"))
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


@app.post("/webhooks/fintoc/")
def webhook():
    header = request.headers.get("Fintoc-Signature", "")
    try:
        WebhookSignature.verify_header(request.get_data(as_text=True), header, SECRET)
    except WebhookSignatureError:
        return "", 400
    event, now = request.get_json(), datetime.now(UTC)
    with Session(engine) as session:
        try:
            session.add(
                Event(event_id=event["id"], type=event["type"], payload=event, received_at=now)
            )
            session.flush()
        except IntegrityError:
            return "", 200
        wanted = select(Order).where(Order.intent_id == event["data"]["id"]).with_for_update()
        order = session.scalars(wanted).one()
        if order.status == "created":
            order.status, order.changed_at = "paid", now
            confirm(session, order, now)
        session.commit()
    return ""


def confirm(session, order, now):
    subject = f"Pedido {order.number}"
    if MAIL == "outbox":
        session.add(Mail(order_id=order.id, recipient=order.email, subject=subject, created_at=now))
        return
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "tienda@example.com", order.email, subject
    mail.set_content("Recibimos tu pago.")
    with smtplib.SMTP("127.0.0.1", int(os.environ["SMTP_PORT"])) as server:
        server.send_message(mail)
