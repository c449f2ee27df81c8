#pragma once

#include "app/extract/mail/attached_documents.h"
#include "app/extract/outlook/compound_file.h"

namespace sotto::extract {

/// A message of Outlook (.msg), also within another. Errors: locked, too_large, empty. Source:
/// [MS-OXMSG], [MS-OXPROPS].
[[nodiscard]] Extraction extract_outlook_message(const CompoundFile& file,
                                                 AttachedDocuments& documents);

} // namespace sotto::extract
