#include "app/extract/extract_text.h"
#include "tests/support/document_zip.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

namespace sotto::extract {
namespace {

std::string with_crlf(std::string_view text) {
    std::string lines;
    for (const char byte : text) {
        lines += byte == '\n' ? "\r\n" : std::string(1, byte);
    }
    return lines;
}

ExtractedText read(std::string_view bytes, std::string_view extension = "eml") {
    auto extraction = extract_text(bytes, extension);
    INFO((extraction ? std::string() : extraction.error().sentence));
    REQUIRE(extraction.has_value());
    return *std::move(extraction);
}

constexpr std::string_view kHead = "From: Ana <ana@example.org>\nTo: Bo <bo@example.org>\n"
                                   "Date: Tue, 1 Dec 2026 10:00:00 +0100\nSubject: Gate\n"
                                   "MIME-Version: 1.0\n";
constexpr std::string_view kShownHead = "From: Ana <ana@example.org>\nTo: Bo <bo@example.org>\n"
                                        "Date: Tue, 1 Dec 2026 10:00:00 +0100\nSubject: Gate\n";

std::string mail(std::string_view rest) {
    return with_crlf(std::string(kHead).append(rest));
}

std::string part(std::string_view fields, std::string_view content) {
    return "--b\n" + std::string(fields) + "\n\n" + std::string(content) + "\n";
}

const std::string kMixed = "Content-Type: multipart/mixed; boundary=b\n\n";

TEST_CASE("a mail is its fields and its text, with the subject as title") {
    const ExtractedText text = read(mail("\nThe code is 4827.\n\nAna\n"));
    CHECK(text.title == "Gate");
    CHECK(text.text == std::string(kShownHead) + "\nThe code is 4827.\n\nAna\n");
    // Without an extension the content decides, and lines may end as on Unix.
    CHECK(read(std::string(kHead) + "\nText\n", "").text == std::string(kShownHead) + "\nText\n");
}

TEST_CASE("encoded words, parameters in parts and folded fields are decoded") {
    const ExtractedText text =
        read("From: =?utf-8?Q?J=C3=B6rg_M=C3=BCller?= <j@example.org>\r\n"
             "Subject: =?UTF-8?B?0J/RgNC4?=\r\n =?UTF-8?B?0LLQtdGC?= =?iso-8859-1?q?_=E9t=E9?=\r\n"
             "To: a@example.org,\r\n\tb@example.org\r\n"
             "Content-Type: text/plain; charset=\"windows-1251\"\r\n"
             "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
             "=CF=F0=E8=E2=E5=F2, =\r\n=EC=E8=F0\r\n");
    CHECK(text.title == "Привет été");
    CHECK(
        text.text.contains("From: Jörg Müller <j@example.org>\nTo: a@example.org, b@example.org"));
    CHECK(text.text.contains("Привет, мир"));
}

TEST_CASE("a character that is divided between encoded words is one character") {
    CHECK(read("Subject: =?utf-8?B?w6k=?= =?utf-8?B?w?= =?utf-8?B?w6k=?=\nFrom: a\n\nx\n")
              .title.starts_with("é"));
    CHECK(read("Subject: =?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=\nFrom: a\n\nx\n").title == "café");
}

TEST_CASE("of several versions of a text one is read") {
    const std::string plain = part("Content-Type: text/plain", "The code is 4827.");
    const std::string same =
        part("Content-Type: text/html; charset=utf-8", "<p>The code is <b>4827</b>.</p>");
    const std::string more = part("Content-Type: text/html", "<p>The code is 4827, and the other "
                                                             "code, of the shed, is 99.</p>");
    const auto read_both = [](const std::string& versions) {
        return read(mail("Content-Type: multipart/alternative; boundary=\"b\"\n\npreamble\n" +
                         versions + "--b--\nepilogue\n"))
            .text;
    };
    CHECK(read_both(plain + same) == std::string(kShownHead) + "\nThe code is 4827.");
    CHECK(read_both(plain + more) ==
          std::string(kShownHead) + "\nThe code is 4827, and the other code, of the shed, is 99.");
    const std::string table =
        part("Content-Type: text/html", "<table><tr><td>code<td>4827<td>is</table>");
    CHECK(read_both(part("Content-Type: text/plain", "code\n4827\nis") + table) ==
          std::string(kShownHead) + "\ncode\t4827\tis");
    CHECK(read_both(part("Content-Type: text/plain", " ") + same) ==
          std::string(kShownHead) + "\nThe code is 4827.");
}

TEST_CASE("attachments are listed, and those that are documents are read as sections") {
    const std::string docx = test::document_zip(
        {{"word/document.xml", "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>In the file"
                               "</w:t></w:r></w:p></w:body></w:document>"}});
    std::string hex;
    for (const char byte : docx) {
        constexpr std::string_view kDigits = "0123456789ABCDEF";
        hex += '=';
        hex += kDigits[static_cast<unsigned char>(byte) / 16];
        hex += kDigits[static_cast<unsigned char>(byte) % 16];
    }
    const ExtractedText text = read(mail(
        kMixed + part("Content-Type: text/plain", "See there.") +
        part("Content-Type: application/octet-stream; name=\"x\"\nContent-Disposition: "
             "attachment;\n filename*0*=utf-8''r%C3%A9sum;\n filename*1*=%C3%A9.docx\n"
             "Content-Transfer-Encoding: quoted-printable",
             hex) +
        part("Content-Type: text/plain\nContent-Disposition: attachment; filename=\"list.txt\"\n"
             "Content-Transfer-Encoding: base64",
             "b25lCnR3bwo=") +
        part("Content-Type: image/png; name=p.png\nContent-Transfer-Encoding: base64",
             "iVBORw0KGgo=") +
        part("Content-Type: application/pdf; name=broken.pdf", "%PDF-1.4 nothing") + "--b--\n"));
    CHECK(text.text.starts_with(std::string(kShownHead) + "Attachments: résumé.docx ("));
    CHECK(text.text.contains("list.txt (8 bytes), p.png (8 bytes), broken.pdf (16 bytes)\n\n"
                             "See there.\n\nAttachment: résumé.docx\n\nIn the file\n\n"
                             "Attachment: list.txt\n\none\ntwo\n"));
    CHECK(text.notes == std::vector<std::string>{"One part could not be read: attachment 4."});
    REQUIRE(text.marks.size() == 2);
    CHECK(text.marks[0].label == "Attachment: résumé.docx");
    CHECK(text.marks[1].label == "Attachment: list.txt");
}

TEST_CASE("a message within a message is read with its own fields and attachments") {
    const std::string inner = "From: Cy\nSubject: Inner\nContent-Type: multipart/mixed; "
                              "boundary=c\n\n--c\n\nInside\n--c\nContent-Type: text/plain; "
                              "name=n.txt\n\nnoted\n--c--\n";
    const ExtractedText text = read(mail(kMixed + part("Content-Type: text/plain", "Outside") +
                                         part("Content-Type: message/rfc822", inner) + "--b--\n"));
    CHECK(text.text.contains("Outside\n\nMessage: Inner\n\nFrom: Cy\nSubject: Inner\nAttachments: "
                             "n.txt (5 bytes)\n\nInside\n\nAttachment: n.txt\n\nnoted"));
}

TEST_CASE("messages within messages without end are cut off with a note") {
    std::string message = "From: a\nSubject: last\n\nx\n";
    for (int i = 0; i < 50; ++i) {
        message = "From: a\nSubject: s\nContent-Type: message/rfc822\n\n" + message;
    }
    CHECK(read(message).notes ==
          std::vector<std::string>{"One part could not be read: a message within messages."});
}

TEST_CASE("flowed text is joined, and quotations stay quotations") {
    const ExtractedText text =
        read(mail("Content-Type: text/plain; format=flowed\n\nOne long \nline.\n> quoted \n> too\n"
                  ">> deeper\n  stuffed\n-- \nAna\n"));
    CHECK(text.text == std::string(kShownHead) +
                           "\nOne long line.\n> quoted too\n>> deeper\n stuffed\n-- \nAna");
    CHECK(read(mail("Content-Type: text/plain; format=flowed; delsp=yes\n\nzusammen \ngesetzt\n"))
              .text.ends_with("\n\nzusammengesetzt"));
}

TEST_CASE("a part without its end, and a body without its boundary, are read") {
    CHECK(read(mail(kMixed + part("Content-Type: text/plain", "kept"))).text.contains("kept"));
    CHECK(read(mail(kMixed + "no boundary here\n")).text.contains("no boundary here"));
}

TEST_CASE("an encrypted mail is refused as locked") {
    for (const char* type : {"application/pkcs7-mime; smime-type=enveloped-data",
                             "multipart/encrypted; protocol=x; boundary=b"}) {
        const auto extraction = extract_text(
            mail("Content-Type: " + std::string(type) + "\n\n--b\n\nx\n--b--\n"), "eml");
        REQUIRE_FALSE(extraction.has_value());
        CHECK(extraction.error().kind == RefusalKind::locked);
    }
}

TEST_CASE("a mailbox has a section for each message") {
    const ExtractedText text =
        read("From ana@example.org Tue Dec  1 10:00:00 2026\nFrom: Ana\nSubject: One\n\n"
             "First\n>From here\nFrom the middle\n\n"
             "From bo@example.org Tue Dec  1 11:00:00 2026\nFrom: Bo\n\nSecond\n",
             "mbox");
    CHECK(text.text.contains("First\nFrom here\nFrom the middle\n\nFrom: Bo\n\nSecond"));
    REQUIRE(text.marks.size() == 2);
    CHECK(text.marks[0].label == "One");
    CHECK(text.marks[1].label == "Message 2");
    CHECK(text.marks[1].offset == static_cast<std::int64_t>(text.text.find("From: Bo")));
}

TEST_CASE("a saved page is the page, without fields of a mail") {
    const std::string page =
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/\nSubject: S\n"
        "MIME-Version: 1.0\nContent-Type: multipart/related; type=\"text/html\"; "
        "boundary=\"b\"\n\n" +
        part("Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable",
             "<html><head><title>Page</title></head><body><p class=3D\"a\">Caf=C3=A9</p>") +
        part("Content-Type: text/css\nContent-Transfer-Encoding: base64", "cCB7fQ==") + "--b--\n";
    const ExtractedText text = read(with_crlf(page), "mhtml");
    CHECK(text.title == "Page");
    CHECK(text.text == "Café");
}

TEST_CASE("a message of Apple Mail stands between its length and its properties") {
    const std::string message = std::string(kHead) + "\nText\n";
    CHECK(read(std::to_string(message.size()) + "      \n" + message +
                   "<?xml version='1.0'?><plist/>",
               "emlx")
              .text == std::string(kShownHead) + "\nText\n");
}

TEST_CASE("text that only begins like a mail stays text") {
    CHECK(read("From: me\nTo: you\n\nHello\n", "txt").text == "From: me\nTo: you\n\nHello\n");
    CHECK(read("From here on it rains.\nSo it does.\n", "txt").title.empty());
    CHECK(
        read("Subject: x\nMIME-Version: 1.0\n\n# H\n", "md").text.starts_with("Subject: x\nMIME"));
}

} // namespace
} // namespace sotto::extract
