#include "inference/formats/torch_file.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/mutators/pickle_mutator.h"
#include "tests/fuzz/target.h"
#include "tests/support/torch_writer.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace sotto::fuzz {

namespace {

template <class Number>
Number number_at(std::string_view bytes, std::size_t at) {
    Number number{};
    std::memcpy(&number, bytes.data() + at, sizeof number);
    return number;
}

/// Input: a pytorch_model.bin. Accepted tensors are inside the file.
bool run(std::string_view input) {
    using namespace inference;
    static MemoryFile memory;
    memory.fill(input);
    const auto file = InputFile::open(memory.path());
    require(file.has_value(), "a file in memory can be opened");
    const auto tensors = read_torch_file(*file);
    if (!tensors) {
        return false;
    }
    for (const auto& [name, tensor] : *tensors) {
        std::uint64_t bytes = element_bytes(tensor.type);
        for (const std::size_t extent : tensor.shape) {
            bytes *= extent;
        }
        require(tensor.begin <= tensor.end && tensor.end <= input.size(),
                "a tensor lies in the file");
        require(tensor.end - tensor.begin == bytes, "a tensor has the bytes of its shape");
    }
    return true;
}

/// The files of an archive according to their local headers.
test::ZipFiles files_of(std::string_view archive) {
    constexpr std::size_t kHeaderBytes = 30;
    test::ZipFiles files;
    while (archive.size() >= kHeaderBytes && archive.starts_with("PK\3\4")) {
        const std::size_t content_bytes = number_at<std::uint32_t>(archive, 18);
        const std::size_t name_bytes = number_at<std::uint16_t>(archive, 26);
        const std::size_t begin = kHeaderBytes + name_bytes + number_at<std::uint16_t>(archive, 28);
        if (begin > archive.size() || content_bytes > archive.size() - begin) {
            break;
        }
        files.emplace_back(archive.substr(kHeaderBytes, name_bytes),
                           archive.substr(begin, content_bytes));
        archive.remove_prefix(begin + content_bytes);
    }
    return files;
}

/// Sets a number of the archive's central directory to a boundary value.
std::string with_limit_in_list(std::string archive, Mutation& mutation) {
    const std::size_t list = std::min(archive.find("PK\1\2"), archive.size());
    if (archive.size() - list < sizeof(std::uint32_t)) {
        return archive;
    }
    const std::size_t at = list + mutation.draw(archive.size() - list - 3);
    const std::string limit = test::little_endian(mutation.limit());
    const std::size_t bytes = mutation.once_in(2) ? 2 : 4;
    archive.replace(at, bytes, limit, 0, bytes);
    return archive;
}

/// Changes the pickle, or the archive around it.
std::string mutate(std::string_view input, std::size_t max_bytes, Mutation& mutation) {
    test::ZipFiles files = files_of(input);
    const std::size_t way = mutation.draw(8);
    if (files.empty() || way == 0 || input.size() > max_bytes) {
        return mutation.bytes(input, max_bytes);
    }
    if (way == 1) {
        return with_limit_in_list(std::string(input), mutation);
    }
    if (way == 2) {
        mutation.rearrange(files);
    } else if (way == 3) {
        std::string& name = files[mutation.draw(files.size())].first;
        name = mutation.gemv_bytes(name);
    } else {
        const std::size_t room = max_bytes - input.size();
        const std::size_t at = way < 7 ? 0 : mutation.draw(files.size());
        std::string& content = files[at].second;
        content = at == 0 ? mutate_pickle(content, content.size() + room, mutation)
                          : mutation.gemv_bytes(content);
    }
    return test::zip_text(files);
}

} // namespace

const Target& torch_target() {
    static constexpr Target kTarget{"torch", run, mutate};
    return kTarget;
}

} // namespace sotto::fuzz
