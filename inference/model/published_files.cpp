#include "inference/model/published_files.h"

#include <array>
#include <cstddef>
#include <format>

namespace sotto::inference {

namespace {

struct KnownFile {
    std::string_view name;
    std::size_t vocabulary; ///< of the models it belongs to
    std::uint64_t bytes;    ///< 0 = only the hash was published
    std::string_view sha256;
    std::string_view title;
};

constexpr std::array<KnownFile, 4> kKnownFiles{{
    {"tokenizer.model", 202'048, 3'622'230,
     "d0bdbaf59b0762c8c807617e2d8ea51420eb1b1de266df2495be755c8e0ed6ed",
     "tokenizer of MobileLLM-Pro and Llama 4"},
    {"tokenizer.json", 202'048, 0,
     "172c9eb4beafc72601690da3ccfcede5c2e6806a8d5ec1fca33e22acea8023a4",
     "tokenizer of MobileLLM-Pro"},
    {"tokenizer.model", 128'256, 2'183'982,
     "82e9d31979e92ab929cd544440f129d9ecd797b69e327f80f17e1c50d5551b55", "tokenizer of Llama 3"},
    {"tokenizer.model", 32'000, 499'723,
     "9e556afd44213b6bd1be2b850ebbbd98f5481437a8021afaf58ee7fb1818d347", "tokenizer of Llama 2"},
}};

std::string difference(std::uint64_t bytes, const KnownFile& known) {
    if (known.bytes != 0 && bytes == known.bytes) {
        return "has its size but not its content: it is probably damaged; copy it again";
    }
    if (bytes < known.bytes) {
        return std::format("is {} bytes shorter: it is cut off, or a different version",
                           known.bytes - bytes);
    }
    return "is a different version";
}

} // namespace

std::optional<std::string> known_file_note(std::string_view name, std::uint64_t bytes,
                                           std::string_view sha256, const ModelConfig& config) {
    if (!spec_of(config.family).has_llama_tokenizer) {
        return std::nullopt; // no published hash is known
    }
    for (const KnownFile& known : kKnownFiles) {
        if (known.name == name && known.vocabulary == config.vocabulary_size) {
            return sha256 == known.sha256
                       ? std::nullopt
                       : std::optional(std::format("The file {} is not the published {}: it {}.",
                                                   name, known.title, difference(bytes, known)));
        }
    }
    return std::nullopt;
}

} // namespace sotto::inference
