#include "app/extract/protocol/text_converter.h"

#include <unistd.h>

#include <array>
#include <utility>

namespace sotto::extract {

namespace {

struct Candidate {
    OldDocument kind;
    const char* program;
    std::vector<const char*> arguments;
};

// Most of these programs only read files with a name.
constexpr const char* kInput = "/proc/self/fd/0";

// Paragraphs on one line each; cells separated by tabs.
const std::vector<Candidate>& candidates() {
    static const std::vector<Candidate> kCandidates{
        {OldDocument::text,
         "/usr/bin/catdoc",
         {"catdoc", "-w", "-s", "cp1252", "-d", "utf-8", kInput}},
        {OldDocument::text,
         "/usr/bin/antiword",
         {"antiword", "-w", "0", "-m", "UTF-8.txt", kInput}},
        {OldDocument::workbook,
         "/usr/bin/xls2csv",
         {"xls2csv", "-d", "utf-8", "-c", "\t", "-q", "0", "-b", "\f", kInput}},
        {OldDocument::slides, "/usr/bin/catppt", {"catppt", "-d", "utf-8", "-b", "\f", kInput}},
    };
    return kCandidates;
}

} // namespace

std::string_view to_string(OldDocument kind) {
    switch (kind) {
    case OldDocument::workbook:
        return "xls";
    case OldDocument::slides:
        return "ppt";
    case OldDocument::text:
        break;
    }
    return "doc";
}

TextConverter find_text_converter(OldDocument kind) {
    for (const Candidate& candidate : candidates()) {
        if (candidate.kind == kind && ::access(candidate.program, X_OK) == 0) {
            return {candidate.program, candidate.arguments};
        }
    }
    return {};
}

} // namespace sotto::extract
