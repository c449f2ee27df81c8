#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/mutators/phrase_mutator.h"
#include "tests/fuzz/target.h"

#include <array>

namespace sotto::fuzz {

namespace {

constexpr std::array<std::string_view, 18> kPhrases{
    "WEBVTT\n\n",
    "\n\n1\n00:00:01,000 --> 00:00:02,000\n",
    "\n\n00:01.000 --> 99:59:59.999 align:left\n",
    "\nNOTE x\n",
    "<v Ana>",
    "<i>",
    "</c.color>",
    "<00:00:01.000>",
    "{\\an8}",
    "&amp;&nbsp;&lt;",
    "[Script Info]\n",
    "\n[Events]\n",
    "\nFormat: Layer, Start, End, Text\n",
    "\nDialogue: 0,0:00:01.00,0:00:02.00,x\n",
    "{\\p1}m 0 0{\\p0}",
    "\\N",
    "-->",
    "\n- who\n",
};

/// Input: subtitles in any of their formats.
bool run(std::string_view input) {
    return check_document(input, "srt");
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutate_phrases(input, max_bytes, kPhrases, mutation);
}

} // namespace

const Target& subtitles_target() {
    static constexpr Target kTarget{"subtitles", run, mutate, kDocumentHeap};
    return kTarget;
}

} // namespace sotto::fuzz
