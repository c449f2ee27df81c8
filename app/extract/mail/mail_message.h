#pragma once

#include "app/extract/mail/attached_documents.h"
#include "app/extract/protocol/extraction.h"
#include "app/extract/text/text_builder.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sotto::extract {

struct MailMessage;

/// A file that came with a message, or a message within it.
struct MailAttachment {
    std::string name;    ///< UTF-8; may be empty
    std::string content; ///< empty where it is a message
    std::unique_ptr<MailMessage> message = nullptr;
};

/// A mail, whatever file it comes from. All texts are UTF-8.
struct MailMessage {
    std::string subject;
    /// As they are shown at its beginning, with the subject: {"From", "Ana <ana@example.org>"}.
    std::vector<std::pair<std::string, std::string>> fields;
    std::vector<ExtractedText> texts; ///< one after the other
    std::vector<MailAttachment> attachments;
    std::vector<std::string> notes;
    bool is_encrypted = false;
};

/// Writes a message: its fields, the names and sizes of its attachments, its text, then each
/// attachment that is a document, as a section.
void write_mail(TextBuilder& builder, const MailMessage& message, AttachedDocuments& documents);

/// The document that a message is. Errors: locked, and those of TextBuilder::finish().
[[nodiscard]] Extraction mail_document(const MailMessage& message, AttachedDocuments& documents);

/// The one of several versions of a text that says most: HTML has tables and headings, but some
/// programs put only a part into one of them. Refused ones are ignored.
[[nodiscard]] std::vector<ExtractedText> richest(Extraction plain, Extraction html);

} // namespace sotto::extract
