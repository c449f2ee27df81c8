#include "core/citations/citation_finder.h"

#include <algorithm>

namespace sotto {

Status CitationFinder::open(std::int64_t set, std::vector<DocumentText> documents) {
    opened_.reset(); // before the next one takes memory
    opened_.emplace(set, std::move(documents));
    return {};
}

Result<std::vector<FoundCitation>>
CitationFinder::find(std::int64_t set, std::string_view answer,
                     std::span<const std::size_t> excluded) const {
    if (!opened_ || opened_->set != set) {
        return fail(ErrorCode::not_found, "these documents are not open");
    }
    std::vector<FoundCitation> found;
    for (Citation& citation : opened_->index.find(answer, excluded)) {
        const std::vector<DocumentMark>& marks =
            opened_->index.documents()[citation.document].marks;
        const std::int64_t last = citation.offset + std::max<std::int64_t>(citation.length, 1) - 1;
        DocumentPlace begin = place_at(marks, citation.offset);
        DocumentPlace end = place_at(marks, last);
        found.push_back({std::move(citation), std::move(begin), std::move(end)});
    }
    return found;
}

} // namespace sotto
