#include "app/extract/mail/mime_message.h"

#include "app/extract/mail/flowed_text.h"
#include "app/extract/markup/markup.h"
#include "app/extract/text/ascii.h"
#include "app/extract/text/charset.h"
#include "app/extract/text/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::array<std::pair<const char*, const char*>, 6> kShownFields{{{"from", "From"},
                                                                           {"to", "To"},
                                                                           {"cc", "Cc"},
                                                                           {"bcc", "Bcc"},
                                                                           {"date", "Date"},
                                                                           {"subject", "Subject"}}};

bool is_message(const MimePart& part) {
    return part.type == "message/rfc822" || part.type == "message/global";
}

bool is_encrypted(const MimePart& part) {
    if (part.type == "multipart/encrypted") {
        return true;
    }
    return (part.type == "application/pkcs7-mime" || part.type == "application/x-pkcs7-mime") &&
           value_of(part.parameters, "smime-type") != "signed-data";
}

// Whether a part is shown in the message, not attached to it.
bool is_text(const MimePart& part) {
    return part.type.starts_with("text/") && !part.is_attachment &&
           (part.file_name.empty() || part.type == "text/html");
}

Extraction plain_of(const MimePart& part) {
    const auto text = text_of(part);
    if (!text) {
        return refuse(RefusalKind::unsupported, "is not text");
    }
    if (!equals_ignoring_case(value_of(part.parameters, "format"), "flowed")) {
        return extract_plain_text(*text);
    }
    const bool is_deleted = equals_ignoring_case(value_of(part.parameters, "delsp"), "yes");
    return extract_plain_text(
        join_flowed(*text, is_deleted ? SoftSpace::deleted : SoftSpace::kept));
}

Extraction extraction_of(const MimePart& part) {
    return part.type == "text/html" ? html_of(part) : plain_of(part);
}

class MessageBuilder {
public:
    MessageBuilder(MailMessage& message, int depth) : message_(message), depth_(depth) {}

    void add(const MimePart& part) {
        if (is_encrypted(part)) {
            message_.is_encrypted = true;
        } else if (part.type == "multipart/alternative") {
            add_alternative(part);
        } else if (part.is_multipart()) {
            add_parts(part);
        } else if (is_message(part)) {
            add_message(part);
        } else if (is_text(part)) {
            add_text(extraction_of(part));
        } else if (part.type.starts_with("message/")) {
            add_text(plain_of(part)); // a report on a delivery
        } else if (!is_signature(part)) {
            message_.attachments.push_back({part.file_name, part.content()});
        }
    }

private:
    static bool is_signature(const MimePart& part) {
        return part.type == "application/pgp-signature" ||
               part.type == "application/pkcs7-signature" ||
               part.type == "application/x-pkcs7-signature";
    }

    void add_text(Extraction extraction) {
        if (extraction) {
            message_.texts.push_back(*std::move(extraction));
        } else if (extraction.error().kind != RefusalKind::empty) {
            message_.notes.emplace_back("One part could not be read: a text of the message.");
        }
    }

    void add_parts(const MimePart& part) {
        for (const MimePart& child : part.parts) {
            // A picture within a page is no attachment.
            const bool is_of_page = part.type == "multipart/related" && !child.is_attachment &&
                                    child.type.starts_with("image/");
            if (!is_of_page) {
                add(child);
            }
        }
    }

    // The same text several times, the best version last; perhaps with attachments in one of them.
    void add_alternative(const MimePart& part) {
        const MimePart* const plain = find_part(part, "text/plain");
        const MimePart* const html = find_part(part, "text/html");
        const auto read = [](const MimePart* version) {
            return version == nullptr ? refuse(RefusalKind::empty, {}) : extraction_of(*version);
        };
        auto texts = richest(read(plain), read(html));
        std::ranges::move(texts, std::back_inserter(message_.texts));
        add_attachments(part, texts.empty());
    }

    void add_attachments(const MimePart& part, bool wants_text) {
        for (const MimePart& child : part.parts) {
            const bool is_related = part.type == "multipart/related" && !child.is_attachment &&
                                    child.type.starts_with("image/");
            if (child.is_multipart()) {
                add_attachments(child, wants_text);
            } else if (!is_related &&
                       (wants_text || !child.type.starts_with("text/") || child.is_attachment)) {
                add(child);
            }
        }
    }

    void add_message(const MimePart& part) {
        if (depth_ >= kMaxMessageDepth) {
            message_.notes.emplace_back("One part could not be read: a message within messages.");
            return;
        }
        const std::string content = part.content();
        MailAttachment attachment{part.file_name, {}};
        attachment.message =
            std::make_unique<MailMessage>(message_of(parse_mime(content), depth_ + 1));
        message_.attachments.push_back(std::move(attachment));
    }

    MailMessage& message_;
    int depth_;
};

} // namespace

std::optional<std::string> text_of(const MimePart& part) {
    const std::string charset(value_of(part.parameters, "charset"));
    const std::string content = part.content();
    // Character sets that look like ASCII.
    const std::string lower = to_lower(charset);
    if (lower == "utf-7" || lower.starts_with("hz")) {
        if (auto text = decode(content, charset.c_str())) {
            return text;
        }
    }
    return decode_text(content, charset);
}

Extraction html_of(const MimePart& part) {
    const auto text = text_of(part);
    return text ? extract_html(*text) : refuse(RefusalKind::unsupported, "is not text");
}

const MimePart* find_part(const MimePart& part, std::string_view type) {
    if (part.type == type && !part.is_attachment) {
        return &part;
    }
    for (const MimePart& child : part.parts) {
        if (const MimePart* found = find_part(child, type)) {
            return found;
        }
    }
    return nullptr;
}

MailMessage message_of(const MimePart& part, int depth) {
    MailMessage message;
    message.subject = decode_field(value_of(part.fields, "subject"));
    for (const auto& [name, shown] : kShownFields) {
        message.fields.emplace_back(shown, decode_field(value_of(part.fields, name)));
    }
    MessageBuilder(message, depth).add(part);
    return message;
}

} // namespace sotto::extract
