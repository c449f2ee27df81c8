#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/mutators/phrase_mutator.h"
#include "tests/fuzz/target.h"

#include <array>

namespace sotto::fuzz {

namespace {

constexpr std::array<std::string_view, 22> kPhrases{"\n# Heading\n", "\n###### Deep ######\n",
                                                    "\n#\n",         "\n# #\n",
                                                    "####### ",      "\n```\n",
                                                    "\n~~~ c\n",     "\r# x",
                                                    "\n\t# x\n",     "\n# \u00E9\U0001F600\n",
                                                    "\n# \xFF\n",    "\u00AD",
                                                    "\x01",          "\n# \u00A0\uFEFF\n",
                                                    "\n===\n",       "\n---\n",
                                                    "---\na: b\n",   "\n> ",
                                                    "\n- ",          "\n````\n",
                                                    "<!--\n",        "*[a](b)*"};

/// Input: a Markdown file; headings begin sections.
bool run(std::string_view input) {
    return check_document(input, "md");
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutate_phrases(input, max_bytes, kPhrases, mutation);
}

} // namespace

const Target& markdown_target() {
    static constexpr Target kTarget{"markdown", run, mutate, kDocumentHeap};
    return kTarget;
}

} // namespace sotto::fuzz
