#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/mutators/phrase_mutator.h"
#include "tests/fuzz/target.h"

#include <array>

namespace sotto::fuzz {

namespace {

using namespace std::string_view_literals;

constexpr std::array kPhrases{
    "\nContent-Type: multipart/mixed; boundary=b\n"sv,
    "\nContent-Type: multipart/alternative; boundary=\"b\"\n"sv,
    "\nContent-Type: multipart/related; type=\"text/html\"; boundary=b\n"sv,
    "\nContent-Type: multipart/digest; boundary=b\n"sv,
    "\nContent-Type: message/rfc822\n"sv,
    "\nContent-Type: text/html; charset=utf-7\n"sv,
    "\nContent-Type: text/plain; format=flowed; delsp=yes\n"sv,
    "\nContent-Type: application/pkcs7-mime\n"sv,
    "\nContent-Transfer-Encoding: base64\n"sv,
    "\nContent-Transfer-Encoding: quoted-printable\n"sv,
    "\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n#AB C\n`\nend\n"sv,
    "\nContent-Disposition: attachment; filename*0*=utf-8''a%C3; filename*1=\"b.csv\"\n"sv,
    "=?utf-8?B?w6k=?= =?iso-8859-1*en?q?_=E9?="sv,
    "=?utf-8?Q?=C3?= =?utf-8?Q?=A9?="sv,
    "\n--b\n"sv,
    "\n--b--\n"sv,
    "\n\n"sv,
    "\r\n\r\n"sv,
    "\n\nFrom x\nSubject: y\n"sv,
    "\n>>From z\n"sv,
    "=\n"sv,
    "=C3=A9="sv,
    "<table><tr><td>1<td>2</table>"sv,
    "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv,
    "__substg1.0_1009"sv,
    "LZFu"sv,
    "\xFF\xFF\xFF\xFF"sv,
    "\xFE\xFF\xFF\xFF"sv,
    "\xFD\xFF\xFF\xFF"sv,
};

/// Input: a message, a mailbox or a file of Outlook; attachments are read, too.
bool run(std::string_view input) {
    static_cast<void>(check_document(input, "mbox"));
    return check_document(input, "eml");
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutate_phrases(input, max_bytes, kPhrases, mutation);
}

} // namespace

const Target& mail_target() {
    static constexpr Target kTarget{"mail", run, mutate, kDocumentHeap};
    return kTarget;
}

} // namespace sotto::fuzz
