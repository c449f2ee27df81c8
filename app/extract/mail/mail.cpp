#include "app/extract/mail/mail.h"

#include "app/extract/mail/mail_message.h"
#include "app/extract/mail/mime_message.h"
#include "app/extract/mail/nested_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <format>
#include <string>
#include <system_error>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::size_t kHeadBytes = std::size_t{64} << 10U;
constexpr std::size_t kMaxMessages = 10'000;

// A browser saved a page: nobody sent it to anybody.
bool is_saved_page(const MimePart& part) {
    const std::string_view from = value_of(part.fields, "from");
    return find_part(part, "text/html") != nullptr &&
           (from.contains("Saved by") ||
            !value_of(part.fields, "snapshot-content-location").empty() ||
            (from.empty() && value_of(part.fields, "to").empty() &&
             part.type == "multipart/related"));
}

// The page itself; a page of frames has its text in the other parts.
Extraction extract_saved_page(const MimePart& part) {
    const std::string title = decode_field(value_of(part.fields, "subject"));
    Extraction page = html_of(*find_part(part, "text/html"));
    if (page || page.error().kind != RefusalKind::empty) {
        if (page && page->title.empty()) {
            page->title = to_label(title);
        }
        return page;
    }
    TextBuilder builder;
    for (const MimePart& frame : part.parts) {
        if (frame.type == "text/html") {
            if (const Extraction text = html_of(frame)) {
                append_text(builder, *text);
            }
        }
    }
    return builder.finish(title);
}

// Apple Mail writes the length of a message on a line before it, and a list of properties behind
// it.
std::string_view without_length(std::string_view bytes) {
    constexpr std::size_t kMaxDigits = 10;
    const std::string_view line = bytes.substr(0, bytes.find('\n'));
    const std::string_view number = line.substr(0, line.find_last_not_of(" \r") + 1);
    std::size_t length = 0;
    const auto parsed = std::from_chars(number.data(), number.data() + number.size(), length);
    if (number.empty() || number.size() > kMaxDigits || parsed.ec != std::errc() ||
        parsed.ptr != number.data() + number.size() || line.size() == bytes.size()) {
        return bytes;
    }
    return bytes.substr(line.size() + 1, length);
}

// The length of the message at the beginning of `bytes`, up to the next line "From …" behind an
// empty line.
std::size_t message_length(std::string_view bytes) {
    std::size_t at = 0;
    while (true) {
        at = bytes.find("\nFrom ", at);
        if (at == std::string_view::npos) {
            return bytes.size();
        }
        const bool follows_empty_line =
            at > 0 && (bytes[at - 1] == '\n' || bytes.substr(0, at).ends_with("\n\r"));
        if (follows_empty_line) {
            return at + 1;
        }
        ++at;
    }
}

// Lines ">From " were "From " before the message was put into the mailbox.
std::string without_quoted_from(std::string_view bytes) {
    std::string message;
    message.reserve(bytes.size());
    while (!bytes.empty()) {
        const std::size_t length = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
        std::string_view line = bytes.substr(0, length);
        bytes.remove_prefix(length);
        const std::size_t marks = std::min(line.find_first_not_of('>'), line.size());
        line.remove_prefix(marks > 0 && line.substr(marks).starts_with("From ") ? 1 : 0);
        message += line;
    }
    return message;
}

} // namespace

bool looks_like_mail(std::string_view bytes) {
    constexpr std::array<std::string_view, 3> kWhoOrWhat{"from", "subject", "to"};
    constexpr std::array<std::string_view, 7> kOfTransport{"mime-version",
                                                           "message-id",
                                                           "received",
                                                           "return-path",
                                                           "delivered-to",
                                                           "x-mailer",
                                                           "snapshot-content-location"};
    std::string_view head = bytes.substr(0, kHeadBytes);
    head.remove_prefix(head.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    const auto fields = take_header(head);
    const auto has = [&fields](std::string_view name) { return !value_of(fields, name).empty(); };
    return std::ranges::any_of(kOfTransport, has) &&
           (std::ranges::any_of(kWhoOrWhat, has) || has("content-type"));
}

bool looks_like_mailbox(std::string_view bytes) {
    if (!bytes.starts_with("From ")) {
        return false;
    }
    bytes.remove_prefix(std::min(bytes.find('\n'), bytes.size() - 1) + 1);
    const auto fields = take_header(bytes);
    return !value_of(fields, "from").empty() || !value_of(fields, "subject").empty();
}

Extraction extract_mail(std::string_view bytes, AttachedDocuments& documents) {
    bytes.remove_prefix(bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    bytes.remove_prefix(std::min(bytes.find_first_not_of("\r\n"), bytes.size()));
    const MimePart part = parse_mime(without_length(bytes));
    if (part.fields.empty()) {
        return refuse(RefusalKind::damaged, "is damaged: it does not begin as a mail does");
    }
    return is_saved_page(part) ? extract_saved_page(part)
                               : mail_document(message_of(part), documents);
}

Extraction extract_mailbox(std::string_view bytes, AttachedDocuments& documents) {
    TextBuilder builder;
    for (std::size_t number = 1; !bytes.empty() && !builder.is_full(); ++number) {
        if (number > kMaxMessages) {
            builder.add_note(std::format("Only the first {} messages were read.", kMaxMessages));
            break;
        }
        std::string_view whole = bytes.substr(0, message_length(bytes));
        bytes.remove_prefix(whole.size());
        whole.remove_prefix(std::min(whole.find('\n'), whole.size() - 1) + 1);
        const std::string content = without_quoted_from(whole);
        const MailMessage message = message_of(parse_mime(content));
        builder.end_paragraph();
        builder.mark(DocumentMarkKind::section,
                     to_label(message.subject.empty() ? std::format("Message {}", number)
                                                      : message.subject));
        write_mail(builder, message, documents);
    }
    return builder.finish({});
}

} // namespace sotto::extract
