#include "inference/checkpoint/hugging_face_folder.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/mutators/json_mutator.h"
#include "tests/fuzz/mutators/safetensors_mutator.h"
#include "tests/fuzz/parts.h"
#include "tests/fuzz/target.h"
#include "tests/support/temp_folder.h"

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sotto::fuzz {

namespace {

constexpr std::array<const char*, 4> kNames{"config.json", "model.safetensors.index.json",
                                            "a.safetensors", "b.safetensors"};
constexpr std::size_t kFirstShard = 2;

/// A folder with its files in memory.
class Folder {
public:
    Folder() {
        for (std::size_t i = 0; i < kNames.size(); ++i) {
            std::filesystem::create_symlink(files_[i].path(), folder_.path() / kNames[i]);
        }
    }
    void fill(const std::vector<std::string>& contents) const {
        for (std::size_t i = 0; i < kNames.size(); ++i) {
            files_[i].fill(contents[i]);
        }
    }
    [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

private:
    std::array<MemoryFile, kNames.size()> files_;
    test::TempFolder folder_;
};

/// Parts: the files of a model folder, as in kNames. All rows of an accepted one can be read,
/// unless they are not finite.
bool run(std::string_view input) {
    using namespace inference;
    static Folder folder;
    folder.fill(split_parts(input, kNames.size()));
    const auto opened = HuggingFaceFolder::open(folder.path());
    if (!opened) {
        return false;
    }
    std::vector<std::byte> raw;
    for (const CheckpointTensor& tensor : opened->tensors()) {
        require(tensor.bytes() <= input.size(), "tensors are no larger than their files");
        std::vector<float> values(tensor.plan.rows * tensor.plan.cols);
        const Status read = opened->read_rows(tensor, 0, values, raw);
        require(read || read.error().code == ErrorCode::corrupt_data, "tensors lie in their files");
    }
    require(opened->companions().empty(), "other files are not taken up");
    return true;
}

std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    return mutate_parts(input, kNames.size(), max_bytes, mutation,
                        [&mutation](std::size_t at, std::string_view part, std::size_t most) {
                            return at < kFirstShard ? mutate_json(part, most, mutation)
                                                    : mutate_safetensors(part, most, mutation);
                        });
}

} // namespace

const Target& hugging_face_target() {
    static constexpr Target kTarget{"hugging_face", run, mutate};
    return kTarget;
}

} // namespace sotto::fuzz
