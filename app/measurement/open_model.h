#pragma once

#include "app/cli/command_context.h"
#include "app/cli/command_options.h"
#include "core/ports/language_model.h"
#include "core/ports/model_catalog.h"
#include "inference/model/weights.h"
#include "inference/transformer/transformer.h"

#include <cstddef>
#include <memory>
#include <stop_token>
#include <string>

namespace sotto::app {

/// A model's forward pass without tokenizer and chat template, for `bench` and `debug`.
struct OpenModel {
    std::string name;
    KvDtype kv = KvDtype::int8;
    std::size_t threads = 0;
    double load_seconds = 0;                          ///< of the weights, not the tokenizer
    std::unique_ptr<inference::WeightSource> weights; // outlives the transformer
    std::unique_ptr<inference::Transformer> transformer;
};

/// Where the packed weights of a model are kept.
[[nodiscard]] inference::PackedLocation packed_place_of(const CommandContext& context,
                                                        const ModelDetails& details);

/// Opens an imported model; its packed weights are at `place`. Errors: of its files; out_of_memory,
/// cancelled.
[[nodiscard]] Result<OpenModel> open_model(const ModelDetails& details, const ModelOptions& options,
                                           const inference::PackedLocation& place,
                                           const std::stop_token& stop);

/// Creates a published shape with random weights. Errors: not_found, out_of_memory, cancelled.
[[nodiscard]] Result<OpenModel> open_shape(const std::string& shape, const ModelOptions& options,
                                           const inference::PackedLocation& place,
                                           const std::stop_token& stop);

} // namespace sotto::app
