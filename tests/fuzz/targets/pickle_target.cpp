#include "inference/formats/pickle_parser.h"
#include "tests/fuzz/mutators/pickle_mutator.h"
#include "tests/fuzz/target.h"

namespace sotto::fuzz {

namespace {

/// Input: the data.pkl of a pytorch_model.bin. No tensor reaches beyond its storage.
bool run(std::string_view input) {
    const auto tensors = inference::read_pickled_tensors(input);
    if (!tensors) {
        return false;
    }
    for (const inference::PickledTensor& tensor : *tensors) {
        require(tensor.first <= tensor.storage_count &&
                    tensor.count() <= tensor.storage_count - tensor.first,
                "a tensor lies in its storage");
    }
    return true;
}

} // namespace

const Target& pickle_target() {
    static constexpr Target kTarget{"pickle", run, mutate_pickle};
    return kTarget;
}

} // namespace sotto::fuzz
