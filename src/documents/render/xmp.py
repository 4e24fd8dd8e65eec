"""The PDF's XMP metadata in the form every validator reads: elements, one description per schema.

WeasyPrint writes the PDF/A part and conformance as attributes under a hoisted namespace; PDFBox Preflight and
pdf-oxide do not find them there, and a court's portal may use either.
"""

from textwrap import dedent
from xml.sax.saxutils import escape, quoteattr

import pydyf  # type: ignore[import-untyped]
from weasyprint import __version__
from weasyprint.document import Document

_PACKET = (
    '<?xpacket begin="\N{ZERO WIDTH NO-BREAK SPACE}" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
    "{descriptions}</rdf:RDF>\n</x:xmpmeta>\n"
    '<?xpacket end="r"?>'
)


_ACCESSIBLE = """\
    <rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
    <rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
      xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
    <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
    <pdfaProperty:name>part</pdfaProperty:name>
    <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
    <pdfaProperty:category>internal</pdfaProperty:category>
    <pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
    </rdf:li></rdf:Bag></pdfaExtension:schemas>
    </rdf:Description>
    """
"""ISO 14289-1 (PDF/UA-1), and the description of its property that ISO 19005-3 asks for."""


def rewrite_metadata(document: Document, pdf: pydyf.PDF) -> None:
    """Replaces the metadata stream, and lists each embedded file once among the associated files."""
    packet = _packet(document).encode()
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream) and one.extra.get("Type") == "/Metadata":
            one.stream = [packet]
            one.compress = False
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _packet(document: Document) -> str:
    about = document.metadata
    language = quoteattr(about.lang or "x-default")
    author = "".join(f"<rdf:li>{escape(name)}</rdf:li>" for name in about.authors)
    schemas = [
        (
            'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"',
            "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
        ),
        (
            'xmlns:pdf="http://ns.adobe.com/pdf/1.3/"',
            f"<pdf:Producer>WeasyPrint {__version__}</pdf:Producer>",
        ),
        (
            'xmlns:dc="http://purl.org/dc/elements/1.1/"',
            f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(about.title or "")}</rdf:li></rdf:Alt></dc:title>'
            + (f"<dc:creator><rdf:Seq>{author}</rdf:Seq></dc:creator>" if author else "")
            + f"<dc:language><rdf:Bag><rdf:li>{language[1:-1]}</rdf:li></rdf:Bag></dc:language>",
        ),
        (
            'xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
            f"<xmp:CreateDate>{about.created}</xmp:CreateDate><xmp:ModifyDate>{about.modified}</xmp:ModifyDate>",
        ),
    ]
    described = (f'<rdf:Description rdf:about="" {names}>{body}</rdf:Description>\n' for names, body in schemas)
    return _PACKET.format(descriptions="".join(described) + dedent(_ACCESSIBLE))
