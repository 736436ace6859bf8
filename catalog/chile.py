"""Chile's 16 regions, north to south, and their 346 comunas, as the state's register names them.

The codes are those of the register of places (CUT). A comuna's name is that of one comuna only.
"""

from typing import NamedTuple

from catalog.search import folded


class Region(NamedTuple):
    """A region with its comunas, in the order of the alphabet."""

    name: str
    comunas: tuple[str, ...]


def _region(name: str, comunas: str) -> Region:
    return Region(name, tuple(comuna.strip() for comuna in comunas.split(",")))


REGIONS = {
    "15": _region("Arica y Parinacota", "Arica, Camarones, General Lagos, Putre"),
    "01": _region(
        "Tarapacá", "Alto Hospicio, Camiña, Colchane, Huara, Iquique, Pica, Pozo Almonte"
    ),
    "02": _region(
        "Antofagasta",
        "Antofagasta, Calama, María Elena, Mejillones, Ollagüe, San Pedro de Atacama, Sierra "
        "Gorda, Taltal, Tocopilla",
    ),
    "03": _region(
        "Atacama",
        "Alto del Carmen, Caldera, Chañaral, Copiapó, Diego de Almagro, Freirina, Huasco, Tierra "
        "Amarilla, Vallenar",
    ),
    "04": _region(
        "Coquimbo",
        "Andacollo, Canela, Combarbalá, Coquimbo, Illapel, La Higuera, La Serena, Los Vilos, "
        "Monte Patria, Ovalle, Paiguano, Punitaqui, Río Hurtado, Salamanca, Vicuña",
    ),
    "05": _region(
        "Valparaíso",
        "Algarrobo, Cabildo, Calera, Calle Larga, Cartagena, Casablanca, Catemu, Concón, El "
        "Quisco, El Tabo, Hijuelas, Isla de Pascua, Juan Fernández, La Cruz, La Ligua, Limache, "
        "Llaillay, Los Andes, Nogales, Olmué, Panquehue, Papudo, Petorca, Puchuncaví, Putaendo, "
        "Quillota, Quilpué, Quintero, Rinconada, San Antonio, San Esteban, San Felipe, Santa "
        "María, Santo Domingo, Valparaíso, Villa Alemana, Viña del Mar, Zapallar",
    ),
    "13": _region(
        "Metropolitana de Santiago",
        "Alhué, Buin, Calera de Tango, Cerrillos, Cerro Navia, Colina, Conchalí, Curacaví, El "
        "Bosque, El Monte, Estación Central, Huechuraba, Independencia, Isla de Maipo, La "
        "Cisterna, La Florida, La Granja, La Pintana, La Reina, Lampa, Las Condes, Lo Barnechea, "
        "Lo Espejo, Lo Prado, Macul, Maipú, María Pinto, Melipilla, Ñuñoa, Padre Hurtado, Paine, "
        "Pedro Aguirre Cerda, Peñaflor, Peñalolén, Pirque, Providencia, Pudahuel, Puente Alto, "
        "Quilicura, Quinta Normal, Recoleta, Renca, San Bernardo, San Joaquín, San José de Maipo, "
        "San Miguel, San Pedro, San Ramón, Santiago, Talagante, Tiltil, Vitacura",
    ),
    "06": _region(
        "O’Higgins",
        "Chépica, Chimbarongo, Codegua, Coinco, Coltauco, Doñihue, Graneros, La Estrella, Las "
        "Cabras, Litueche, Lolol, Machalí, Malloa, Marchihue, Mostazal, Nancagua, Navidad, "
        "Olivar, Palmilla, Paredones, Peralillo, Peumo, Pichidegua, Pichilemu, Placilla, "
        "Pumanque, Quinta de Tilcoco, Rancagua, Rengo, Requínoa, San Fernando, San Vicente, Santa "
        "Cruz",
    ),
    "07": _region(
        "Maule",
        "Cauquenes, Chanco, Colbún, Constitución, Curepto, Curicó, Empedrado, Hualañé, Licantén, "
        "Linares, Longaví, Maule, Molina, Parral, Pelarco, Pelluhue, Pencahue, Rauco, Retiro, Río "
        "Claro, Romeral, Sagrada Familia, San Clemente, San Javier, San Rafael, Talca, Teno, "
        "Vichuquén, Villa Alegre, Yerbas Buenas",
    ),
    "16": _region(
        "Ñuble",
        "Bulnes, Chillán, Chillán Viejo, Cobquecura, Coelemu, Coihueco, El Carmen, Ninhue, "
        "Ñiquén, Pemuco, Pinto, Portezuelo, Quillón, Quirihue, Ránquil, San Carlos, San Fabián, "
        "San Ignacio, San Nicolás, Treguaco, Yungay",
    ),
    "08": _region(
        "Biobío",
        "Alto Biobío, Antuco, Arauco, Cabrero, Cañete, Chiguayante, Concepción, Contulmo, "
        "Coronel, Curanilahue, Florida, Hualpén, Hualqui, Laja, Lebu, Los Álamos, Los Ángeles, "
        "Lota, Mulchén, Nacimiento, Negrete, Penco, Quilaco, Quilleco, San Pedro de la Paz, San "
        "Rosendo, Santa Bárbara, Santa Juana, Talcahuano, Tirúa, Tomé, Tucapel, Yumbel",
    ),
    "09": _region(
        "La Araucanía",
        "Angol, Carahue, Cholchol, Collipulli, Cunco, Curacautín, Curarrehue, Ercilla, Freire, "
        "Galvarino, Gorbea, Lautaro, Loncoche, Lonquimay, Los Sauces, Lumaco, Melipeuco, Nueva "
        "Imperial, Padre Las Casas, Perquenco, Pitrufquén, Pucón, Purén, Renaico, Saavedra, "
        "Temuco, Teodoro Schmidt, Toltén, Traiguén, Victoria, Vilcún, Villarrica",
    ),
    "14": _region(
        "Los Ríos",
        "Corral, Futrono, La Unión, Lago Ranco, Lanco, Los Lagos, Máfil, Mariquina, Paillaco, "
        "Panguipulli, Río Bueno, Valdivia",
    ),
    "10": _region(
        "Los Lagos",
        "Ancud, Calbuco, Castro, Chaitén, Chonchi, Cochamó, Curaco de Vélez, Dalcahue, Fresia, "
        "Frutillar, Futaleufú, Hualaihué, Llanquihue, Los Muermos, Maullín, Osorno, Palena, "
        "Puerto Montt, Puerto Octay, Puerto Varas, Puqueldón, Purranque, Puyehue, Queilén, "
        "Quellón, Quemchi, Quinchao, Río Negro, San Juan de la Costa, San Pablo",
    ),
    "11": _region(
        "Aysén",
        "Aysén, Chile Chico, Cisnes, Cochrane, Coyhaique, Guaitecas, Lago Verde, O’Higgins, Río "
        "Ibáñez, Tortel",
    ),
    "12": _region(
        "Magallanes y la Antártica Chilena",
        "Antártica, Cabo de Hornos, Laguna Blanca, Natales, Porvenir, Primavera, Punta Arenas, "
        "Río Verde, San Gregorio, Timaukel, Torres del Paine",
    ),
}

# How people write some of them, beside the register's own spelling.
ALSO_WRITTEN = {
    "aisen": "Aysén",
    "coihaique": "Coyhaique",
    "la calera": "Calera",
    "llay llay": "Llaillay",
    "marchigue": "Marchihue",
    "paihuano": "Paiguano",
    "san francisco de mostazal": "Mostazal",
    "san javier de loncomilla": "San Javier",
    "san vicente de tagua tagua": "San Vicente",
    "til til": "Tiltil",
    "trehuaco": "Treguaco",
}


def region_of_each_comuna() -> dict[str, str]:
    """Every comuna's name to the code of its region."""
    return {comuna: code for code, region in REGIONS.items() for comuna in region.comunas}


def comuna_named(text: str) -> str | None:
    """The comuna somebody means, however they write its accents, capitals and hyphens."""
    written = _plain(text)
    by_name = {_plain(comuna): comuna for comuna in region_of_each_comuna()}
    return ALSO_WRITTEN.get(written) or by_name.get(written)


def _plain(text: str) -> str:
    return " ".join(folded(text).replace("’", "").replace("'", "").replace("-", " ").split())
