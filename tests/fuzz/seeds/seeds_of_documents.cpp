#include "tests/fuzz/seeds/seeds.h"
#include "tests/support/document_zip.h"
#include "tests/support/documents/pdf_writer.h"

#include <cstdint>
#include <string>
#include <utility>

namespace sotto::fuzz {

namespace {

using test::document_zip;
using test::ZipEntry;

/// ASCII text as UTF-16, little-endian.
std::string utf16(std::string_view text) {
    std::string wide;
    for (const char letter : text) {
        wide += letter;
        wide += '\0';
    }
    return wide;
}

std::string fiction_book() {
    return "<?xml version='1.0' encoding='windows-1251'?><FictionBook><description><title-info>"
           "<book-title>\xCA\xED\xE8\xE3\xE0</book-title></title-info></description><body><section>"
           "<title><p>One</p></title><p>a <emphasis>b</emphasis> c</p><poem><stanza><v>x</v>"
           "</stanza></poem><table><tr><td>1</td><td>2</td></tr></table></section></body>"
           "</FictionBook>";
}

std::string open_document(const std::string& body) {
    return document_zip(
        {{"mimetype", "application/vnd.oasis.opendocument.text"},
         {"content.xml", "<o:document-content xmlns:o='o' xmlns:t='t' xmlns:b='b'><o:body>" + body +
                             "</o:body></o:document-content>"},
         {"styles.xml",
          "<o:document-styles xmlns:o='o' xmlns:s='s' xmlns:t='t'><o:master-styles><s:master-page>"
          "<s:header><t:p>above</t:p></s:header></s:master-page></o:master-styles>"
          "</o:document-styles>"},
         {"META-INF/manifest.xml", "<m><file-entry full-path='/'/></m>"}});
}

/// A diagram with an entry, as "d.xml", and a chart with a series, as "c.xml", in `folder`.
std::vector<ZipEntry> drawing_parts(const std::string& folder) {
    return {{folder + "d.xml", "<m xmlns:d='d' xmlns:a='a'><d:pt><d:t><a:p><a:r><a:t>Chief</a:t>"
                               "</a:r></a:p></d:t></d:pt></m>"},
            {folder + "c.xml",
             "<s><chart><title><p><r><t>Sales</t></r></p></title><ser><tx><v>Apples</v></tx><cat>"
             "<pt><v>May</v></pt></cat><val><pt><v>3</v></pt></val></ser></chart></s>"}};
}

} // namespace

std::vector<Seed> text_seeds() {
    return {{"words", "Two words,\r\nand a line \u2013 caf\u00E9 \u65E5\u672C\n"},
            {"csv", "name;price\n\"a \"\"b\"\"\";1,5\n"},
            {"western", "caf\xE9 na\xEFve d\xE9j\xE0 vu"},
            {"japanese", "\x93\xFA\x96{\x8C\xEA\x82\xC5\x82\xB7\x81\x42 \x83\x65\x83\x4C\x83\x58"},
            {"wide", "\xFF\xFE" + utf16("wide words\r\n")},
            {"unmarked", utf16("wide words without a mark")},
            {"mail", "\x1B$B$3$l$OF|K\\8l$N%F%-%9%H$G$9\x1B(B.\n"},
            {"xml", "<?xml version='1.0' encoding='iso-8859-2'?><a>\xB1\xE6</a>"}};
}

std::vector<Seed> markdown_seeds() {
    return {{"headings", "# One\n\ntext\n\n## Two ##\n```\n# no heading\n```\n### Three\r\nend"},
            {"scripts", "\xEF\xBB\xBF# \u65E5\u672C\n\u00E9\n# \U0001F600 b\n"},
            {"fences",
             "---\ntitle: x\n# y\n---\n````\n```\n# no\n````\nOne\n===\n- ~~~ sh\n  # no\n  ~~~\n\n"
             "> # quoted\n\n<!--\n# no\n-->\n\n*Two*\n---\n"}};
}

std::vector<Seed> html_seeds() {
    return {
        {"page", "<!DOCTYPE html><html><head><meta charset=utf-8><title>Page</title><style>p{}"
                 "</style></head><body><h1>Head</h1><p>one<br>two &amp; &nbsp;three<ul><li>a<li>b"
                 "</ul><pre> kept\n  so</pre><table><tr><td>1<td>2</table><img alt='a bird'>"
                 "<script>no()</script></body></html>"},
        {"formatting", "<html><b><p>a<i>b</b>c</p>d</i><a>e<a>f<table><b><tr><td>g</table>h"},
        {"russian", "<html><meta http-equiv='Content-Type' content='text/html; "
                    "charset=windows-1251'><p>\xCF\xF0\xE8\xE2\xE5\xF2</p>"},
        {"xhtml", "<?xml version='1.0' encoding='UTF-8'?><html><head><title/></head><body><p>x</p>"
                  "<svg><desc><p>y</p></desc></svg></body></html>"},
        {"words", "<html><p><ruby>a<rp>(<rt>b<rt>c</ruby> x<sup>2</sup><sub>i</sub> <q>d</q><div "
                  "class=dropcap>O</div><p>nce<sup><a href='#n' role=doc-noteref>1</a></sup><ol "
                  "start=3 type=a reversed><li value=7>e<li><p>f</ol><p id=n>note <a href='#r' "
                  "role=doc-backlink>b</a><svg><text x=1>g<tspan dy=1>h</text></svg>"},
        {"cells", "<html><table><tr><td><p>a<p>b<td>c<br>d<td><tr><td>e<table><tr><td>f<td>g"
                  "</table><td><h2>h</h2><pre>i\nj</pre></table>"},
        {"formulas",
         "<html><math display=block><semantics><mrow><munderover><mo>&sum;<mrow><mi>i<mo>=<mn>1"
         "</mrow><mi>n</munderover><mfrac><mi>a<msqrt><mi>b</msqrt></mfrac></mrow><annotation>x"
         "</annotation></semantics></math><span class=katex><math><mi>y</math></span><script "
         "type='math/tex'>z^2</script><span class=MathJax data-mathml='<math><mi>q</mi></math>'>"},
        {"hidden",
         "<html><style>.a,#b p{display:none}/* */@media screen{i.c{color:#fff;background:#ffe}}"
         "</style><p>seen<p class=a>x<p id=b style='font:0/0 a;left:-99em!important'>y<i "
         "class=c>z<font "
         "color=white>w</font><span style='clip:rect(0 0 0 0);opacity:.0'>v</span>"}};
}

std::vector<Seed> rtf_seeds() {
    return {
        {"words", "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fcharset0 A;}"
                  "{\\f1\\fcharset128 B;}}{\\info{\\title T}}\\pard\\outlinelevel0 Head\\par\n"
                  "caf\\'e9 \\u8211?\\f1 \\'93\\'fa\\f0\\line x{\\footnote note}\\par\n"
                  "{\\trowd 1\\cell 2\\cell\\row}{\\v gone}{\\*\\shpinst{\\shptxt box}}}"},
        {"margins", "{\\rtf1{\\header Top\\par}One\\par\\sect{\\header Top\\par}{\\footer f}two}"},
        {"cells",
         "{\\rtf1\\trowd\\pard\\intbl a\\par b\\par\\itap2 c\\nestcell d\\nestcell{\\*"
         "\\nesttableprops\\trowd\\nestrow}{\\nonesttables x}\\itap1\\cell e\\cell\\row\\pard f}"},
        {"lists",
         "{\\rtf1{\\*\\listtable{\\list{\\listlevel\\levelnfc4{\\leveltext\\'02\\'00.;}}\\listid7}}"
         "{\\*\\listoverridetable{\\listoverride\\listid7\\ls1}}{\\stylesheet{\\s1 heading 1;}}"
         "\\pard\\ls1 x\\par\\ilvl1 y\\par\\pard\\s1 z\\par}"},
        {"marks",
         "{\\rtf1{\\colortbl;\\red255\\green255\\blue255;}{\\cf1 a}{\\super 2}{\\dn4 i}{\\fs1 "
         "b}{\\*"
         "\\atnauthor A}{\\*\\annotation why\\par}{\\listtext 1.\\tab}one\\par{\\deleted c}{\\mmath"
         "{\\*\\moMath{\\mf{\\mnum{\\mr a}}{\\mden{\\mr b}}}{\\mrad{\\mdeg}{\\me{\\mr x}}}}}}"},
        {"pairs", "{\\rtf1\\uc0\\u55357\\u56832 \\uc1\\u-10179?\\u-8704?\\bin2 {}\\emdash}"}};
}

std::vector<Seed> pdf_seeds() {
    const std::string page = test::pdf_text({{{40, 500, "One hyphen-"}, {40, 488, "ated word"}}});
    std::string turned = page;
    turned.insert(turned.find("/MediaBox"), "/Rotate 90");
    return {{"page", page},
            {"turned", turned},
            {"columns",
             test::pdf_text({{{40, 500, "left"}, {240, 500, "right"}}, {}, {{40, 500, "last"}}})}};
}

std::vector<Seed> fb2_seeds() {
    return {
        {"book", fiction_book()},
        {"notes",
         "\xEF\xBB\xBF <FictionBook><body><p>a<a href='#n'>1</a>x<sup>2</sup>&nbsp;<empty-line/>b"
         "</p><table><tr><td/><td><p>c</p><p>d</p></td></tr></table></body><body name='notes'>"
         "<section id='n'><title><p>1</p></title><p>note</p></section></body></FictionBook>"},
        {"xml", "<?xml version='1.0'?><a b='c'>text</a>"},
        {"page", "<?xml version='1.0'?><html><body><p>x</p></body></html>"},
        {"flat", "<?xml version='1.0'?><office:document xmlns:office='o' xmlns:text='t'>"
                 "<office:body><office:text><text:p>flat</text:p></office:text></office:body>"
                 "</office:document>"}};
}

std::vector<Seed> docx_seeds() {
    const std::string begin = "<w:document xmlns:w='w' xmlns:mc='mc'><w:body>";
    const std::string end = "</w:body></w:document>";
    const ZipEntry styles{"word/styles.xml", "<w:styles xmlns:w='w'><w:style w:styleId='h1'>"
                                             "<w:name w:val='heading 1'/></w:style></w:styles>"};
    const ZipEntry notes{"word/footnotes.xml",
                         "<w:footnotes><w:footnote><w:p><w:r><w:t>note</w:t></w:r></w:p>"
                         "</w:footnote></w:footnotes>"};
    const std::string words =
        "<w:p><w:pPr><w:pStyle w:val='h1'/></w:pPr><w:r><w:t>Head</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t xml:space='preserve'>One </w:t><w:br/><w:tab/>"
        "<w:t>two</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>";
    const std::string table =
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t>"
        "</w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><mc:AlternateContent><mc:Choice>"
        "<w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback/></mc:AlternateContent></w:r></w:p>";
    std::vector<ZipEntry> drawings = drawing_parts("word/");
    drawings.push_back({"word/two.xml", "<w xmlns:r='r'><relIds r:dm='d'/><chart r:id='c'/>"
                                        "<altChunk r:id='p'/></w>"});
    drawings.push_back({"word/p.html", "<html><p>Page</p></html>"});
    drawings.push_back({"word/_rels/two.xml.rels",
                        "<R><R Id='d' Target='d.xml'/><R Id='c' Target='c.xml'/><R Id='p' "
                        "Target='p.html'/></R>"});
    drawings.push_back({"_rels/.rels", "<R><R Id='a' Type='x/officeDocument' "
                                       "Target='word/two.xml'/></R>"});
    const std::string shown =
        "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr><w:framePr w:dropCap='drop'/></w:pPr>"
        "<w:r><w:rPr><w:vertAlign w:val='superscript'/><w:color w:val='FFFFFF'/><w:vanish/></w:rPr>"
        "<w:t>2</w:t><w:sym w:font='Symbol' w:char='F0B3'/><w:footnoteReference w:id='1'/>"
        "<w:commentReference w:id='0'/><w:ruby><w:rt><w:r><w:t>a</w:t></w:r></w:rt><w:rubyBase>"
        "<w:r><w:t>b</w:t></w:r></w:rubyBase></w:ruby></w:r><m:oMath xmlns:m='m'><m:nary><m:sub>"
        "<m:r><m:t>i</m:t></m:r></m:sub><m:e><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den>"
        "<m:rad><m:e><m:r><m:t>x</m:t></m:r></m:e></m:rad></m:den></m:f></m:e></m:nary></m:oMath>"
        "</w:p>";
    const ZipEntry lists{"word/numbering.xml",
                         "<w:numbering xmlns:w='w'><w:abstractNum w:abstractNumId='0'><w:lvl "
                         "w:ilvl='0'><w:start w:val='3'/><w:numFmt w:val='upperRoman'/><w:lvlText "
                         "w:val='%1.'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId "
                         "w:val='0'/></w:num></w:numbering>"};
    const ZipEntry comments{"word/comments.xml",
                            "<w:comments xmlns:w='w'><w:comment w:id='0' w:author='A'><w:p><w:r>"
                            "<w:t>note</w:t></w:r></w:p></w:comment></w:comments>"};
    const ZipEntry numbered{"word/footnotes.xml",
                            "<w:footnotes xmlns:w='w'><w:footnote w:id='1'><w:p><w:r><w:t>note"
                            "</w:t></w:r></w:p></w:footnote></w:footnotes>"};
    return {{"words", document_zip({{"word/document.xml", begin + words + end}, styles, notes})},
            {"shown", document_zip({{"word/document.xml", begin + shown + words + end},
                                    styles,
                                    lists,
                                    comments,
                                    numbered})},
            {"table", document_zip({{"word/document.xml", begin + table + end}})},
            {"drawings", document_zip(drawings)}};
}

std::vector<Seed> odt_seeds() {
    return {
        {"text", open_document("<o:text><t:h>Head</t:h><t:p>One<t:s t:c='2'/>text<t:tab/><t:note>"
                               "<t:note-citation>1</t:note-citation><t:note-body><t:p>noted</t:p>"
                               "</t:note-body></t:note></t:p><t:list><t:list-item><t:p>a</t:p>"
                               "</t:list-item></t:list></o:text>")},
        {"table",
         open_document("<o:spreadsheet><b:table b:name='Sheet'><b:table-row><b:table-cell><t:p>x"
                       "</t:p></b:table-cell><b:table-cell b:number-columns-repeated='2'/>"
                       "<b:table-cell><t:p>y</t:p></b:table-cell></b:table-row></b:table>"
                       "</o:spreadsheet>")},
        {"shown",
         open_document("<o:text><t:list t:style-name='L'><t:list-item t:start-value='3'><t:p>a"
                       "<t:ruby><t:ruby-base>b</t:ruby-base><t:ruby-text>c</t:ruby-text></t:ruby>"
                       "</t:p></t:list-item></t:list><t:section t:display='none'><t:p>no</t:p>"
                       "</t:section><t:p t:style-name='P'>x<o:annotation><t:p>note</t:p>"
                       "</o:annotation><d:frame xmlns:d='d'><d:object><math><mfrac><mn>1</mn><mi>y"
                       "</mi></mfrac></math></d:object></d:frame></t:p></o:text>")},
        {"slides",
         open_document("<o:presentation><d:page xmlns:d='d'><d:frame><t:p>one</t:p></d:frame>"
                       "</d:page><d:page xmlns:d='d'><t:p>two<t:line-break/>lines</t:p>"
                       "<p:notes xmlns:p='p'><d:frame p:class='notes'><d:text-box><t:p>Say this."
                       "</t:p></d:text-box></d:frame></p:notes></d:page></o:presentation>")}};
}

std::vector<Seed> pptx_seeds() {
    const auto slide = [](const std::string& text) {
        return "<p:sld xmlns:p='p' xmlns:a='a'><p:sp><a:p><a:r><a:t>" + text +
               "</a:t></a:r><a:br/></a:p></p:sp><p:graphicFrame><a:tbl><a:tr><a:tc><a:p><a:r>"
               "<a:t>1</a:t></a:r></a:p></a:tc></a:tr></a:tbl></p:graphicFrame></p:sld>";
    };
    std::vector<ZipEntry> drawings = drawing_parts("ppt/");
    drawings.push_back(
        {"ppt/presentation.xml", "<p xmlns:r='r'><sldIdLst><sldId r:id='s'/></sldIdLst></p>"});
    drawings.push_back({"ppt/_rels/presentation.xml.rels", "<R><R Id='s' Target='s.xml'/></R>"});
    drawings.push_back({"ppt/s.xml", "<s xmlns:r='r'><graphicFrame><relIds r:dm='d'/>"
                                     "</graphicFrame><chart r:id='c'/></s>"});
    drawings.push_back({"ppt/_rels/s.xml.rels",
                        "<R><R Id='d' Target='d.xml'/><R Id='c' Target='c.xml'/><R Id='n' "
                        "Type='x/notesSlide' Target='n.xml'/></R>"});
    drawings.push_back({"ppt/n.xml", "<n><sp><nvSpPr><nvPr><ph type='body'/></nvPr></nvSpPr><p><r>"
                                     "<t>Say this.</t></r></p></sp></n>"});
    return {{"slides",
             document_zip(
                 {{"ppt/presentation.xml", "<p:presentation xmlns:p='p' xmlns:r='r'><p:sldIdLst>"
                                           "<p:sldId id='256' r:id='two'/><p:sldId id='257' "
                                           "r:id='one'/></p:sldIdLst></p:presentation>"},
                  {"ppt/_rels/presentation.xml.rels",
                   "<Relationships><Relationship Id='one' Target='slides/one.xml'/>"
                   "<Relationship Id='two' Target='/ppt/slides/two.xml'/></Relationships>"},
                  {"ppt/slides/one.xml", slide("Last")},
                  {"ppt/slides/two.xml", slide("First")}})},
            {"drawings", document_zip(drawings)},
            {"shown",
             document_zip(
                 {{"ppt/presentation.xml", "<p xmlns:r='r'><sldIdLst><sldId r:id='s'/><sldId "
                                           "r:id='none'/></sldIdLst></p>"},
                  {"ppt/_rels/presentation.xml.rels", "<R><R Id='s' Target='s.xml'/></R>"},
                  {"ppt/_rels/s.xml.rels", "<R><R Id='c' Type='x/comments' Target='c.xml'/></R>"},
                  {"ppt/c.xml", "<l><cm authorId='0'><text>note</text></cm></l>"},
                  {"ppt/s.xml",
                   "<sld><cSld><spTree><sp><nvSpPr><cNvPr hidden='0'/></nvSpPr><spPr><xfrm><off "
                   "x='1' y='2'/><ext cx='3' cy='4'/></xfrm><solidFill><srgbClr val='00FF00'/>"
                   "</solidFill></spPr><txBody><p><pPr lvl='1'><buAutoNum type='alphaLcParenR' "
                   "startAt='3'/></pPr><r><rPr baseline='30000' sz='1200'><solidFill><srgbClr "
                   "val='FFFFFF'/></solidFill><sym typeface='Wingdings'/></rPr><t>2</t></r></p>"
                   "</txBody></sp></spTree></cSld></sld>"}})}};
}

std::vector<Seed> xlsx_seeds() {
    return {
        {"sheet",
         document_zip(
             {{"xl/workbook.xml", "<workbook xmlns:r='r'><workbookPr date1904='0'/><sheets>"
                                  "<sheet name='Costs' r:id='a'/></sheets></workbook>"},
              {"xl/styles.xml",
               "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='yyyy\\-mm;@'/></numFmts>"
               "<cellXfs><xf numFmtId='0'/><xf numFmtId='22'/><xf numFmtId='164'/></cellXfs>"
               "</styleSheet>"},
              {"xl/_rels/workbook.xml.rels",
               "<Relationships><Relationship Id='a' Target='worksheets/s.xml'/></Relationships>"},
              {"xl/sharedStrings.xml", "<sst><si><t>Rent</t></si><si><r><t>He</t></r><r><t>at</t>"
                                       "</r><rPh><t>no</t></rPh></si></sst>"},
              {"xl/worksheets/s.xml",
               "<worksheet><sheetData><row><c r='A1' t='s'><v>0</v></c><c r='C1'><f>1+1</f><v>12.5"
               "</v></c></row><row><c r='B2' t='s'><v>1</v></c><c t='b'><v>1</v></c>"
               "<c s='1'><v>45356.6</v></c><c s='2'><v>60</v></c>"
               "<c t='inlineStr'><is><t>in</t></is></c></row></sheetData></worksheet>"}})},
        {"shown",
         document_zip(
             {{"xl/workbook.xml", "<workbook xmlns:r='r'><sheets><sheet name='A_x000D_' "
                                  "r:id='a'/><sheet name='B' state='hidden' r:id='b'/></sheets>"
                                  "</workbook>"},
              {"xl/_rels/workbook.xml.rels", "<R><R Id='a' Target='s.xml'/></R>"},
              {"xl/_rels/s.xml.rels", "<R><R Id='c' Type='x/comments' Target='c.xml'/><R Id='d' "
                                      "Type='x/drawing' Target='d.xml'/></R>"},
              {"xl/c.xml", "<c><authors><author>A</author></authors><commentList><comment "
                           "ref='B1' authorId='0'><text><t>note</t></text></comment></commentList>"
                           "</c>"},
              {"xl/d.xml", "<d><sp><txBody><p><r><t>shape</t></r></p></txBody></sp></d>"},
              {"xl/styles.xml",
               "<s><numFmts><numFmt numFmtId='200' formatCode=';;;'/></numFmts><fonts><font><color "
               "rgb='FFFFFFFF'/></font></fonts><fills><fill><patternFill patternType='solid'>"
               "<fgColor rgb='FF000000'/></patternFill></fill></fills><cellXfs><xf/><xf "
               "numFmtId='200' fontId='0' fillId='0'/></cellXfs></s>"},
              {"xl/s.xml",
               "<worksheet xmlns:r='r'><cols><col min='2' max='3' hidden='1'/></cols><sheetData>"
               "<row r='1'><c r='A1' t='inlineStr'><is><r><rPr><vertAlign val='superscript'/></rPr>"
               "<t>2_x0041_</t></r></is></c><c r='D1' s='1'><v>5</v></c></row><row hidden='1'><c>"
               "<v>1</v></c></row></sheetData><drawing r:id='d'/></worksheet>"}})}};
}

std::vector<Seed> epub_seeds() {
    std::vector<ZipEntry> files{
        {"META-INF/container.xml",
         "<container><rootfiles><rootfile full-path='O/b.opf'/></rootfiles></container>"},
        {"O/b.opf",
         "<package xmlns:dc='dc'><metadata><dc:title>A Book</dc:title></metadata><manifest>"
         "<item id='x' href='c%201.xhtml' media-type='application/xhtml+xml'/>"
         "<item id='y' href='c2.xhtml' media-type='application/xhtml+xml'/></manifest>"
         "<spine><itemref idref='y'/><itemref idref='x'/></spine></package>"},
        {"O/c 1.xhtml", "<?xml version='1.0'?><html><head><title/></head><h1>End</h1></html>"},
        {"O/c2.xhtml", "<html><body><h1>Begin</h1><p>Once.</p></body></html>"}};
    const std::string plain = document_zip(files);
    files.push_back({"META-INF/encryption.xml",
                     "<e><EncryptedData><EncryptionMethod "
                     "Algorithm='http://www.idpf.org/2008/embedding'/></EncryptedData></e>"});
    const std::string fonts = document_zip(files);
    files[2].content =
        "<html><head><link rel='stylesheet' href='s.css'/></head><body><p class='h'>x"
        "</p><a epub:type='noteref' href='c2.xhtml#n'>1</a></body></html>";
    files[3].content = "<html><body><p id='n'>note</p><p>Once.</p></body></html>";
    files.push_back({"O/s.css", ".h{display:none}"});
    files[1].content.replace(files[1].content.find("<itemref idref='y'/>"), 20,
                             "<itemref idref='x'/><itemref idref='y' linear='no'/>");
    return {{"book", plain}, {"fonts", fonts}, {"notes", document_zip(files)}};
}

std::vector<Seed> zip_seeds() {
    const std::string run(1 + 20 * 258, 'a');
    return {{"files", document_zip({{"one.txt", "1"},
                                    {.name = "run.txt",
                                     .content = test::deflated_runs(20),
                                     .method = 8,
                                     .unpacked = static_cast<std::uint32_t>(run.size()),
                                     .checksum = test::crc32_of(run)},
                                    {"folder/two.xml", "<a>2</a>"}})},
            {"locked", document_zip({{.name = "a.txt", .content = "x", .flags = 1}})},
            {"book", document_zip({{"book.fb2", fiction_book()}})},
            {"empty", document_zip({})}};
}

} // namespace sotto::fuzz
