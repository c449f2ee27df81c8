#include "inference/files/foreign_file.h"

#include "inference/files/quoted_name.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <cstring>
#include <format>
#include <span>
#include <string>
#include <string_view>

namespace sotto::inference {

namespace {

/// Extensions that browsers and download programs give to what is not finished.
constexpr std::array<std::string_view, 8> kUnfinished{".partial",  ".part",       ".crdownload",
                                                      ".download", ".incomplete", ".aria2",
                                                      ".tmp",      ".opdownload"};

/// A file whose first bytes, at `offset`, say what it is. The sentence begins with "The file ".
struct Signature {
    std::size_t offset;
    std::string_view bytes;
    std::string_view sentence;
};

using namespace std::string_view_literals;

constexpr std::string_view kOldGgml =
    "is in an old format of ggml, from before GGUF; get a GGUF file of the model";
constexpr std::string_view kArchive = "is a compressed archive; unpack it and import what it holds";

constexpr std::array kSignatures{
    Signature{0, "version https://git-lfs",
              "is a Git LFS pointer, a short text in place of the "
              "model; fetch the model itself (git lfs pull)"},
    Signature{0, "tjgg", kOldGgml}, // ggjt, as it lies in the file
    Signature{0, "lmgg", kOldGgml}, // ggml
    Signature{0, "fmgg", kOldGgml}, // ggmf
    Signature{0, "algg", "is a LoRA adapter in an old format of ggml, which is no model by itself"},
    Signature{0, "PK\3\4",
              "is a zip archive or a PyTorch file; unpack an archive, or import the "
              "model's folder with its config.json"},
    Signature{0, "\x1F\x8B", kArchive},
    Signature{0, "\x28\xB5\x2F\xFD", kArchive},
    Signature{0, "\xFD\x37\x7A\x58\x5A", kArchive},
    Signature{0, "7z\xBC\xAF\x27\x1C", kArchive},
    Signature{0, "Rar!", kArchive},
    Signature{4, "TFL3", "is a LiteRT (TensorFlow Lite) model, which is not supported"},
    Signature{8, "{\"",
              "is a safetensors file; import the folder that holds it together with the "
              "model's config.json and tokenizer files"},
};

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Text without a byte order mark and leading blanks, in lower case.
std::string bare_text(std::string_view begin) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (begin.starts_with(kByteOrderMark)) {
        begin.remove_prefix(kByteOrderMark.size());
    }
    while (!begin.empty() && is_blank(begin.front())) {
        begin.remove_prefix(1);
    }
    std::string text(begin);
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool is_printable(std::string_view text) {
    return std::ranges::all_of(
        text, [](unsigned char c) { return c >= ' ' || is_blank(static_cast<char>(c)); });
}

/// An importance matrix in the format before GGUF: a count, then the name of a tensor.
bool is_imatrix(std::string_view begin) {
    std::uint32_t count = 0;
    std::uint32_t length = 0;
    constexpr std::size_t kName = 2 * sizeof count;
    if (begin.size() < kName + 4) {
        return false;
    }
    std::memcpy(&count, begin.data(), sizeof count);
    std::memcpy(&length, begin.data() + sizeof count, sizeof length);
    return count != 0 && count < 65'536 && length < 64 && begin.substr(kName).starts_with("blk.");
}

/// The sentence about a content, after "The file "; empty where it tells nothing.
std::string_view sentence_about(std::string_view begin) {
    for (const Signature& signature : kSignatures) {
        if (begin.size() >= signature.offset &&
            begin.substr(signature.offset).starts_with(signature.bytes)) {
            return signature.sentence;
        }
    }
    if (is_imatrix(begin)) {
        return "is an importance matrix, which is only used to quantize a model";
    }
    if (std::ranges::all_of(begin, [](char c) { return c == '\0'; })) {
        return "begins with zeros, like a download that has not finished; download it again";
    }
    const std::string text = bare_text(begin);
    if (text.starts_with("<!doctype") || text.starts_with("<html") || text.starts_with("<?xml")) {
        return "is a web page that was saved in place of the model; download the model itself";
    }
    return is_printable(begin) ? "is a text and no model; perhaps it says why the download failed"
                               : std::string_view{};
}

} // namespace

Status check_download_name(const std::filesystem::path& path) {
    const std::string extension = path.extension().string();
    if (!std::ranges::contains(kUnfinished, extension)) {
        return {};
    }
    return fail(ErrorCode::invalid_input,
                std::format("The name of the file ends in {}: the download has not finished; "
                            "finish it, or rename the file if it is whole.",
                            quoted_name(extension)));
}

Status check_foreign_content(const InputFile& file) {
    if (file.bytes() == 0) {
        return fail(ErrorCode::corrupt_data, "The file is empty; download it again.");
    }
    constexpr std::uint64_t kMost = 512;
    std::string begin(static_cast<std::size_t>(std::min(kMost, file.bytes())), '\0');
    if (auto read = file.read_at(0, std::as_writable_bytes(std::span(begin))); !read) {
        return read;
    }
    const auto sentence = sentence_about(begin);
    return sentence.empty() ? Status()
                            : fail(ErrorCode::corrupt_data, std::format("The file {}.", sentence));
}

} // namespace sotto::inference
