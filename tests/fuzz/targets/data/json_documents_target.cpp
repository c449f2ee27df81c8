#include "tests/fuzz/document_checks.h"
#include "tests/fuzz/mutators/json_mutator.h"
#include "tests/fuzz/target.h"

namespace sotto::fuzz {

namespace {

/// Input: a Jupyter notebook, or what a chat program exported (also GPT4All's, which is no JSON).
bool run(std::string_view input) {
    const bool is_notebook = input.contains("nbformat") && check_document(input, "ipynb");
    return check_chats(input) || is_notebook;
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutate_json(input, max_bytes, mutation);
}

} // namespace

const Target& json_documents_target() {
    static constexpr Target kTarget{"json_documents", run, mutate, kDocumentHeap};
    return kTarget;
}

} // namespace sotto::fuzz
