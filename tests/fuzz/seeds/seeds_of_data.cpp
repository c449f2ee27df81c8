#include "tests/fuzz/seeds/seeds.h"
#include "tests/support/documents/compound_writer.h"

#include <string>

namespace sotto::fuzz {

namespace {

using test::compound_file;
using test::compound_storage;

// A message of Outlook with compressed RTF and an attachment.
std::string outlook_message() {
    using namespace std::string_literals;
    const std::string rtf = "\x13\0\0\0\x0A\0\0\0LZFu\0\0\0\0\x21\0\x04 Hi}\x0D\x90"s;
    return compound_file({{"__properties_version1.0", std::string(32, '\0')},
                          {"__substg1.0_0037001F", "H\0i\0"s},
                          {"__substg1.0_1000001E", "text"},
                          {"__substg1.0_10090102", rtf},
                          compound_storage("__recip_version1.0_#00000000",
                                           {{"__properties_version1.0", std::string(8, '\0')},
                                            {"__substg1.0_3001001E", "Bo"}}),
                          compound_storage("__attach_version1.0_#00000000",
                                           {{"__substg1.0_3707001E", "a.txt"},
                                            {"__substg1.0_37010102", "attached"}})});
}

} // namespace

std::vector<Seed> mail_seeds() {
    return {
        {"plain",
         "From: =?utf-8?Q?J=C3=B6rg?= <j@example.org>\r\nSubject: Hi\r\nMIME-Version: 1.0\r\n"
         "Content-Type: text/plain; charset=iso-8859-1; format=flowed\r\n\r\nsoft \r\nline "
         "caf\xE9\r\n> quoted\r\n"},
        {"parts", "From: a\nSubject: s\nContent-Type: multipart/mixed; boundary=m\n\n--m\n"
                  "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nplain\n--b\n"
                  "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
                  "<p>caf=C3=A9 and more words</p>\n--b--\n--m\nContent-Type: message/rfc822\n\n"
                  "Subject: inner\n\nx\n--m\nContent-Disposition: attachment; filename=t.csv\n"
                  "Content-Transfer-Encoding: base64\n\nYTtiCg==\n--m--\n"},
        {"mailbox", "From a@b Tue Dec  1 10:00:00 2026\nSubject: One\n\n>From x\n\nFrom c@d\n"
                    "From: y\n\ntwo\n"},
        {"page", "From: <Saved by Blink>\nContent-Type: multipart/related; boundary=b\n\n--b\n"
                 "Content-Type: text/html\n\n<p>page</p>\n--b--\n"},
        {"outlook", outlook_message()},
    };
}

std::vector<Seed> subtitles_seeds() {
    return {{"subrip", "1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>One</i>\r\n{\\an8}two\r\n\r\n2\r\n"
                       "00:06:00,000 --> 00:06:01,000\r\n- Three\r\n"},
            {"webvtt",
             "WEBVTT\n\nNOTE no\n\n00:01.000 --> 00:02.000 align:left\n<v Ana>a &amp; b</v>\n"},
            {"script", "[Script Info]\nTitle: t\n[Events]\nFormat: Start, End, Text\n"
                       "Dialogue: 0:00:01.00,0:00:02.00,{\\b1}a\\Nb, c\n"}};
}

std::vector<Seed> json_documents_seeds() {
    return {
        {"notebook",
         R"({"cells":[{"cell_type":"markdown","source":["# A\n","b"]},{"cell_type":"code","source":"1",)"
         R"("outputs":[{"output_type":"stream","text":"x"},{"output_type":"display_data","data":)"
         R"({"image/png":"QQ==","text/plain":"f"}}]}],"metadata":{"kernelspec":{"name":"r"}},"nbformat":4})"},
        {"chatgpt",
         R"([{"title":"t","create_time":1.5,"current_node":"b","mapping":{"a":{"message":{"author":)"
         R"({"role":"user"},"content":{"content_type":"text","parts":["q"]}},"parent":null,"children":["b"]},)"
         R"("b":{"message":{"author":{"role":"assistant"},"content":{"parts":["a",{"content_type":)"
         R"("image_asset_pointer"}]},"metadata":{"model_slug":"m"}},"parent":"a","children":[]}}}])"},
        {"claude",
         R"([{"name":"n","created_at":"2024-05-01T10:00:00Z","chat_messages":[{"sender":"human",)"
         R"("content":[{"type":"text","text":"q"}],"files":[{"file_name":"a.png"}]}]}])"},
        {"open_webui",
         R"([{"title":"t","chat":{"history":{"currentId":"b","messages":{"a":{"parentId":null,)"
         R"("role":"user","content":"q"},"b":{"parentId":"a","role":"assistant","content":)"
         R"("<details type=\"reasoning\">h</details>a"}}}}}])"},
        {"lm_studio",
         R"({"name":"n","createdAt":1720000000000,"messages":[{"versions":[{"role":"user",)"
         R"("content":[{"type":"text","text":"q"}]}],"currentlySelected":0},{"versions":[{"role":)"
         R"("assistant","steps":[{"type":"contentBlock","content":[{"type":"text","text":"a"}]}]}]}]})"},
        {"jan",
         R"({"object":"thread.message","role":"user","content":[{"type":"text","text":{"value":"q"}}]})"
         "\n"
         R"({"object":"thread.message","role":"assistant","content":[]})"
         "\n"},
    };
}

} // namespace sotto::fuzz
