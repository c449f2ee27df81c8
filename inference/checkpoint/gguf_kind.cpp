#include "inference/checkpoint/gguf_kind.h"

#include "inference/family/family.h"
#include "inference/files/quoted_name.h"
#include "inference/formats/gguf_metadata.h"

#include <algorithm>
#include <array>
#include <format>
#include <span>
#include <string>
#include <string_view>

namespace sotto::inference {

namespace {

/// A sentence for each kind of file, after "The GGUF file ".
constexpr std::string_view kAdapter =
    "holds a LoRA adapter, which is no model by itself; merge it into its base model and import "
    "that";
constexpr std::string_view kProjector =
    "holds a projector for pictures or sound (mmproj), which is no model by itself; import the "
    "language model that it belongs to";
constexpr std::string_view kControlVector = "holds a control vector, which is no model by itself";
constexpr std::string_view kImatrix =
    "holds an importance matrix, which is only used to quantize a model";
constexpr std::string_view kVocabulary = "holds only a tokenizer and no weights";
constexpr std::string_view kEmbedding =
    "holds a model that computes embeddings or ranks texts; it writes no text";
constexpr std::string_view kEncoderDecoder =
    "holds a model with an encoder, such as T5, which is not supported";
constexpr std::string_view kSpeech = "holds a model for speech or sound, which is not supported";
constexpr std::string_view kPictures = "holds a model that makes pictures or films, which is not "
                                       "supported";
constexpr std::string_view kDiffusion =
    "holds a language model that writes by diffusion, which is not supported";

struct Kind {
    std::string_view name; ///< as the metadata say; one that ends with * is a prefix
    std::string_view sentence;
};

/// "general.type".
constexpr std::array kTypes{Kind{"adapter", kAdapter},     Kind{"mmproj", kProjector},
                            Kind{"projector", kProjector}, Kind{"clip-vision", kProjector},
                            Kind{"imatrix", kImatrix},     Kind{"controlvector", kControlVector},
                            Kind{"vocab", kVocabulary}};

/// "general.architecture".
constexpr std::array kArchitectures{
    Kind{"clip", kProjector},        Kind{"controlvector", kControlVector},
    Kind{"imatrix", kImatrix},       Kind{"bert", kEmbedding},
    Kind{"nomic-bert*", kEmbedding}, Kind{"modern-bert", kEmbedding},
    Kind{"neo-bert", kEmbedding},    Kind{"eurobert", kEmbedding},
    Kind{"jina-bert*", kEmbedding},  Kind{"gemma-embedding", kEmbedding},
    Kind{"llama-embed", kEmbedding}, Kind{"t5*", kEncoderDecoder},
    Kind{"whisper*", kSpeech},       Kind{"wavtokenizer*", kSpeech},
    Kind{"flux*", kPictures},        Kind{"sd1*", kPictures},
    Kind{"sd3*", kPictures},         Kind{"sdxl*", kPictures},
    Kind{"lumina2", kPictures},      Kind{"wan*", kPictures},
    Kind{"hidream", kPictures},      Kind{"ltxv", kPictures},
    Kind{"hyvid", kPictures},        Kind{"aura", kPictures},
    Kind{"cosmos", kPictures},       Kind{"qwen_image", kPictures},
    Kind{"dream", kDiffusion},       Kind{"llada*", kDiffusion},
    Kind{"rnd1", kDiffusion},
};

std::string_view sentence_of(std::span<const Kind> kinds, std::string_view name) {
    const auto found = std::ranges::find_if(kinds, [&](const Kind& kind) {
        return kind.name.ends_with('*')
                   ? name.starts_with(kind.name.substr(0, kind.name.size() - 1))
                   : name == kind.name;
    });
    return found == kinds.end() ? std::string_view{} : found->sentence;
}

Status refuse(std::string_view sentence) {
    return fail(ErrorCode::unsupported, std::format("The GGUF file {}.", sentence));
}

/// Whether it computes one vector of a text instead of continuing it.
bool is_embedding_model(const GgufMetadata& metadata, std::string_view architecture) {
    const auto key = [&](std::string_view name) {
        return std::format("{}.{}", architecture, name);
    };
    return metadata.count(key("pooling_type")).value_or(0) != 0 ||
           !metadata.flag(key("attention.causal")).value_or(true) ||
           metadata.has(key("classifier.output_labels"));
}

} // namespace

Status check_gguf_kind(const GgufHeader& header) {
    const GgufMetadata metadata(header);
    const std::string type = metadata.text("general.type").value_or("model");
    if (const auto sentence = sentence_of(kTypes, type); !sentence.empty()) {
        return refuse(sentence);
    }
    if (metadata.has("adapter.type")) {
        return refuse(kAdapter);
    }
    const auto architecture = metadata.text("general.architecture");
    if (const auto sentence = sentence_of(kArchitectures, architecture.value_or(""));
        !sentence.empty()) {
        return refuse(sentence);
    }
    if (header.tensors.empty()) {
        return refuse(metadata.has("tokenizer.ggml.model") ? kVocabulary : "holds no weights");
    }
    if (!architecture) {
        metadata.refuse(ErrorCode::corrupt_data, "general.architecture", "is missing");
        return metadata.status();
    }
    if (find_gguf_family(*architecture) == nullptr) {
        return fail(ErrorCode::unsupported,
                    std::format("GGUF files of the architecture {} are not supported; supported "
                                "are {}.",
                                quoted_name(*architecture), gguf_architectures()));
    }
    if (is_embedding_model(metadata, *architecture)) {
        return refuse(kEmbedding);
    }
    if (type != "model") {
        return fail(ErrorCode::unsupported,
                    std::format("The GGUF file says that it is of the type {}; only models are "
                                "supported.",
                                quoted_name(type)));
    }
    return metadata.status();
}

} // namespace sotto::inference
