#include "inference/checkpoint/checkpoint.h"

#include "inference/checkpoint/gguf_checkpoint.h"
#include "inference/checkpoint/hugging_face_folder.h"
#include "inference/checkpoint/licence_name.h"
#include "inference/files/foreign_file.h"
#include "inference/files/quoted_name.h"
#include "inference/formats/float_formats.h"

#include <format>
#include <system_error>
#include <utility>

namespace sotto::inference {

namespace {

template <class Opened>
Result<std::unique_ptr<Checkpoint>> on_heap(Result<Opened> opened) {
    return std::move(opened).transform([](Opened&& checkpoint) -> std::unique_ptr<Checkpoint> {
        return std::make_unique<Opened>(std::move(checkpoint));
    });
}

} // namespace

Result<std::unique_ptr<Checkpoint>> open_checkpoint(const std::filesystem::path& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (std::filesystem::is_regular_file(status)) {
        const auto file = InputFile::open(path);
        if (!file) {
            return std::unexpected(file.error());
        }
        if (auto finished = check_download_name(path); !finished) {
            return std::unexpected(finished.error());
        }
        if (begins_like_gguf(*file)) {
            return on_heap(GgufCheckpoint::open(path));
        }
        if (auto known = check_foreign_content(*file); !known) {
            return std::unexpected(known.error());
        }
        if (path.extension() == ".gguf") {
            return fail(ErrorCode::corrupt_data,
                        "The file does not begin like a GGUF file; download it again.");
        }
    }
    return on_heap(HuggingFaceFolder::open(path));
}

std::string Checkpoint::stated_licence() const {
    return std::string(kUnknownLicence);
}

Status Checkpoint::read_rows(const CheckpointTensor& tensor, std::size_t first_row,
                             std::span<float> values, std::vector<std::byte>& raw) const {
    return read_raw_rows(tensor, first_row, values.size() / tensor.plan.cols, raw).and_then([&] {
        return decode_rows(tensor, raw, values);
    });
}

Status decode_rows(const CheckpointTensor& tensor, std::span<const std::byte> raw,
                   std::span<float> values) {
    dequantize(tensor.type, raw, values);
    if (!all_finite(values)) {
        return fail(ErrorCode::corrupt_data,
                    std::format("The tensor {} holds values that are not finite numbers.",
                                quoted_name(tensor.plan.name)));
    }
    return {};
}

std::string shape_text(std::span<const std::size_t> shape) {
    std::string text = "[";
    for (const std::size_t extent : shape) {
        text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
    }
    return text + "]";
}

} // namespace sotto::inference
