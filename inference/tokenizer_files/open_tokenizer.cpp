#include "inference/tokenizer_files/open_tokenizer.h"

#include "inference/tokenizer/sentencepiece_tokenizer.h"
#include "inference/tokenizer_files/tiktoken_file.h"
#include "inference/tokenizer_files/tokenizer_json.h"

#include <cstdint>
#include <fstream>
#include <new>
#include <system_error>

namespace sotto::inference {

namespace {

constexpr std::uintmax_t kMaxFileBytes = 96U << 20U; // the largest known has 36 MB

Result<std::string> read_file(const std::filesystem::path& file) {
    std::error_code error;
    const std::string name = file.filename().string();
    if (!std::filesystem::exists(file, error)) {
        return fail(ErrorCode::not_found, "there is no file " + name);
    }
    if (!std::filesystem::is_regular_file(file, error)) {
        return fail(ErrorCode::corrupt_data, name + " is not a file");
    }
    const std::uintmax_t size = std::filesystem::file_size(file, error);
    if (error || size > kMaxFileBytes) {
        return fail(ErrorCode::corrupt_data, name + " is too large to be a tokenizer");
    }
    std::string bytes(static_cast<std::size_t>(size), '\0');
    std::ifstream stream(file, std::ios::binary);
    if (!stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
        return fail(ErrorCode::io, name + " cannot be read");
    }
    return bytes;
}

Result<std::unique_ptr<Tokenizer>> read_tokenizer(std::string_view bytes) {
    const std::size_t first = bytes.find_first_not_of(" \t\r\n");
    const bool is_json = first != std::string_view::npos && bytes[first] == '{';
    if (is_json && !looks_like_sentencepiece(bytes)) {
        return read_tokenizer_json(bytes);
    }
    if (looks_like_sentencepiece(bytes)) {
        return SentencePieceTokenizer::open(bytes);
    }
    if (looks_like_tiktoken(bytes)) {
        return read_tiktoken(bytes);
    }
    return fail(ErrorCode::corrupt_data,
                "the file is not a tokenizer: neither SentencePiece nor tiktoken nor JSON");
}

} // namespace

Result<std::unique_ptr<Tokenizer>> open_tokenizer(const std::filesystem::path& file) {
    try {
        return read_file(file).and_then(read_tokenizer);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::out_of_memory, "there is not enough memory for the tokenizer");
    }
}

Result<std::unique_ptr<Tokenizer>> open_folder_tokenizer(const std::filesystem::path& folder) {
    std::error_code error;
    for (const char* name : {"tokenizer.model", "tokenizer.json"}) {
        if (std::filesystem::exists(folder / name, error)) {
            return open_tokenizer(folder / name);
        }
    }
    return fail(ErrorCode::not_found,
                "the folder has neither a tokenizer.model nor a tokenizer.json");
}

} // namespace sotto::inference
