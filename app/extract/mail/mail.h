#pragma once

#include "app/extract/mail/attached_documents.h"
#include "app/extract/protocol/extraction.h"

#include <string_view>

namespace sotto::extract {

/// Whether a file without a signature is a message: it begins with fields of a mail.
[[nodiscard]] bool looks_like_mail(std::string_view bytes);

/// Whether it is a mailbox: a line "From …" and then a message.
[[nodiscard]] bool looks_like_mailbox(std::string_view bytes);

/// A message in a file (.eml, .emlx): who wrote it to whom and when, its text once, whatever
/// versions of it there are, and the documents that are attached. A web page that a browser saved
/// in this form
/// (.mht) is read as a page. Errors: locked, too_large, empty, unsupported.
/// Source: RFC 5322, RFC 2045 to 2047, RFC 2557.
[[nodiscard]] Extraction extract_mail(std::string_view bytes, AttachedDocuments& documents);

/// A mailbox (.mbox): a section for each message. Errors: as extract_mail(). Source: RFC 4155.
[[nodiscard]] Extraction extract_mailbox(std::string_view bytes, AttachedDocuments& documents);

} // namespace sotto::extract
