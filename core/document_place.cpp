#include "core/document_place.h"

namespace sotto {

const DocumentMark* mark_at(std::span<const DocumentMark> marks, DocumentMarkKind kind,
                            std::int64_t offset) {
    const DocumentMark* last = nullptr;
    for (const DocumentMark& mark : marks) {
        if (mark.offset > offset) {
            break;
        }
        last = mark.kind == kind ? &mark : last;
    }
    return last;
}

DocumentPlace place_at(std::span<const DocumentMark> marks, std::int64_t offset) {
    const DocumentMark* const page = mark_at(marks, DocumentMarkKind::page, offset);
    const DocumentMark* const section = mark_at(marks, DocumentMarkKind::section, offset);
    return {page == nullptr ? "" : page->label, section == nullptr ? "" : section->label};
}

} // namespace sotto
