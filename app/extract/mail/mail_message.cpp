#include "app/extract/mail/mail_message.h"

#include "app/extract/mail/nested_text.h"

#include <format>

namespace sotto::extract {

namespace {

std::string size_text(std::size_t bytes) {
    constexpr std::size_t kKilo = 1'000;
    if (bytes < kKilo) {
        return std::format("{} bytes", bytes);
    }
    return bytes < kKilo * kKilo ? std::format("{} KB", (bytes + kKilo / 2) / kKilo)
                                 : std::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

std::string name_of(const MailAttachment& attachment) {
    if (!attachment.name.empty()) {
        return attachment.name;
    }
    return attachment.message == nullptr ? "unnamed" : attachment.message->subject;
}

std::string list_of(const std::vector<MailAttachment>& attachments) {
    std::string list;
    for (const MailAttachment& attachment : attachments) {
        list += (list.empty() ? "" : ", ") + name_of(attachment);
        if (attachment.message == nullptr) {
            list += " (" + size_text(attachment.content.size()) + ")";
        } else {
            list += " (message)";
        }
    }
    return list;
}

void write_line(TextBuilder& builder, std::string_view name, std::string_view value) {
    if (!value.empty()) {
        builder.flow(name);
        builder.flow(": ");
        builder.flow(value);
        builder.end_line();
    }
}

void write_heading(TextBuilder& builder, std::string_view words, std::string_view name) {
    builder.begin_heading();
    builder.flow(words);
    builder.flow(": ");
    builder.flow(name);
    builder.end_heading();
}

// Pictures and programs have no text that could be missing.
bool is_worth_a_note(RefusalKind kind) {
    return kind != RefusalKind::picture && kind != RefusalKind::unsupported &&
           kind != RefusalKind::empty;
}

void write_attachment(TextBuilder& builder, const MailAttachment& attachment, std::size_t number,
                      AttachedDocuments& documents) {
    if (attachment.message != nullptr) {
        write_heading(builder, "Message", attachment.message->subject);
        write_mail(builder, *attachment.message, documents);
        return;
    }
    const Extraction extraction = documents.extract(attachment.content, attachment.name);
    if (extraction) {
        write_heading(builder, "Attachment", name_of(attachment));
        append_text(builder, *extraction);
    } else if (is_worth_a_note(extraction.error().kind)) {
        builder.add_note(std::format("One part could not be read: attachment {}.", number));
    }
}

} // namespace

void write_mail(TextBuilder& builder, const MailMessage& message, AttachedDocuments& documents) {
    for (const auto& [name, value] : message.fields) {
        write_line(builder, name, value);
    }
    write_line(builder, "Attachments", list_of(message.attachments));
    builder.end_paragraph();
    for (const ExtractedText& text : message.texts) {
        append_text(builder, text);
    }
    for (const std::string& note : message.notes) {
        builder.add_note(note);
    }
    if (message.is_encrypted) {
        builder.add_note("One part could not be read: an encrypted message.");
    }
    for (std::size_t i = 0; i < message.attachments.size() && !builder.is_full(); ++i) {
        write_attachment(builder, message.attachments[i], i + 1, documents);
    }
}

Extraction mail_document(const MailMessage& message, AttachedDocuments& documents) {
    if (message.is_encrypted && message.texts.empty()) {
        return refuse(RefusalKind::locked, "is an encrypted mail; save it decrypted with your mail "
                                           "program and add that");
    }
    TextBuilder builder;
    write_mail(builder, message, documents);
    return builder.finish(message.subject);
}

std::vector<ExtractedText> richest(Extraction plain, Extraction html) {
    const std::size_t plain_words = plain ? count_words(plain->text) : 0;
    const std::size_t html_words = html ? count_words(html->text) : 0;
    // Cells of a table are one below the other in most plain texts.
    const bool has_table = html && html->text.contains('\t');
    const bool is_html = html && (!plain || html_words * 10 > plain_words * 11 ||
                                  (has_table && html_words * 10 >= plain_words * 9));
    std::vector<ExtractedText> texts;
    if (is_html) {
        texts.push_back(*std::move(html));
    } else if (plain) {
        texts.push_back(*std::move(plain));
    }
    return texts;
}

} // namespace sotto::extract
