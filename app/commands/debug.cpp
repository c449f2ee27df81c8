#include "app/commands/commands.h"
#include "app/commands/json_output.h"
#include "app/model_choice.h"
#include "app/text_file.h"
#include "inference/engine/kv_cache.h"
#include "inference/engine/transformer.h"
#include "inference/model/model_file.h"
#include "inference/tokenizer/tokenizer.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <format>
#include <memory>
#include <utility>
#include <vector>

namespace sotto::app {

namespace {

using inference::LogitRows;
using inference::Tokenizer;
using inference::Transformer;

// Rows of logits computed at a time, so that a large vocabulary does not fill the memory.
constexpr std::size_t kRowsAtOnce = 64;

/// What looking inside a model needs, without the chat around it.
struct OpenModel {
    std::unique_ptr<Transformer> transformer;
    std::filesystem::path folder;
};

Result<ModelDetails> find_model(CommandContext& context, const std::string& name) {
    return context.wait_for(context.runtime().catalog(),
                            [&name](ModelCatalog& catalog) { return catalog.find(name); });
}

Result<OpenModel> open_model(const ModelDetails& details, const ModelOptions& options) {
    const std::filesystem::path folder = details.summary.folder;
    auto config = inference::read_model_config(folder);
    if (!config) {
        return std::unexpected(std::move(config.error()));
    }
    auto weights = inference::ModelFile::open(folder / inference::kWeightsFileName);
    if (!weights) {
        return std::unexpected(std::move(weights.error()));
    }
    const KvForm kv = options.kv.value_or(kv_form_for(details.summary.weights));
    auto transformer = Transformer::create(*config, **weights, kv, options.threads.value_or(0));
    if (!transformer) {
        return std::unexpected(std::move(transformer.error()));
    }
    return OpenModel{std::move(*transformer), folder};
}

Status check_length(const Transformer& transformer, std::size_t tokens) {
    const std::size_t limit = transformer.config().max_positions;
    if (tokens <= limit) {
        return {};
    }
    return fail(ErrorCode::context_too_long,
                std::format("the text has {} tokens, the model can read {}; give a shorter one",
                            tokens, limit));
}

// Calls `use` with the logits after each position, chunk by chunk. Shape: [positions, vocabulary].
template <class Use>
Status for_each_logits(Transformer& transformer, std::span<const TokenId> ids,
                       const std::stop_token& stop, Use use) {
    if (auto fits = check_length(transformer, ids.size()); !fits) {
        return fits;
    }
    const std::size_t vocabulary = transformer.config().vocabulary_size;
    const auto cache = transformer.make_cache();
    std::vector<float> logits;
    for (std::size_t first = 0; first < ids.size(); first += kRowsAtOnce) {
        const auto chunk = ids.subspan(first, std::min(kRowsAtOnce, ids.size() - first));
        logits.resize(chunk.size() * vocabulary);
        auto done = transformer.forward(chunk, *cache, LogitRows::all, logits, stop);
        if (!done) {
            return done;
        }
        use(first, std::span<const float>(logits));
    }
    return {};
}

// −ln softmax(row)[id], in double because it is summed over thousands of tokens.
double loss_of(std::span<const float> row, TokenId id) {
    const double highest = *std::ranges::max_element(row);
    double sum = 0;
    for (const float logit : row) {
        sum += std::exp(static_cast<double>(logit) - highest);
    }
    return highest + std::log(sum) - static_cast<double>(row[static_cast<std::size_t>(id)]);
}

Result<std::unique_ptr<Tokenizer>>
open_chosen_tokenizer(CommandContext& context, const TokenizerChoice& choice, ExitStatus& status) {
    auto tokenizer = Result<std::unique_ptr<Tokenizer>>();
    if (!choice.file.empty()) {
        tokenizer = inference::open_tokenizer(choice.file);
    } else if (auto details = find_model(context, choice.model); !details) {
        status = context.report_model(details.error());
        return std::unexpected(std::move(details.error()));
    } else {
        tokenizer = inference::open_folder_tokenizer(details->summary.folder);
    }
    if (!tokenizer) {
        status = context.report(tokenizer.error());
    }
    return tokenizer;
}

// Each line of `text` is a JSON string; each line of the result its ids.
Result<std::string> tokenize_lines(const Tokenizer& tokenizer, inference::SpecialText special,
                                   std::string_view text) {
    std::string output;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        const auto line = parse_json_string(text.substr(0, end));
        if (!line) {
            return fail(ErrorCode::invalid_input,
                        std::format("line {} is not a JSON string", number));
        }
        output += ids_json(tokenizer.encode(*line, special));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return output;
}

} // namespace

ExitStatus run(const DebugTokenize& options, CommandContext& context) {
    ExitStatus status = ExitStatus::done;
    const auto tokenizer = open_chosen_tokenizer(context, options.tokenizer, status);
    if (!tokenizer) {
        return status;
    }
    const auto text = read_bytes(options.file);
    if (!text) {
        return context.report(text.error());
    }
    const auto special = options.tokenizer.special;
    if (options.unit == InputUnit::whole_file) {
        return context.print(ids_json((*tokenizer)->encode(*text, special)));
    }
    const auto lines = tokenize_lines(**tokenizer, special, *text);
    return lines ? context.print(*lines) : context.report(lines.error());
}

ExitStatus run(const DebugDetokenize& options, CommandContext& context) {
    ExitStatus status = ExitStatus::done;
    const auto tokenizer = open_chosen_tokenizer(context, options.tokenizer, status);
    if (!tokenizer) {
        return status;
    }
    std::string text = (*tokenizer)->decode(options.ids, options.tokenizer.special);
    if (context.wants_json()) {
        return context.print(text_json(text));
    }
    // The exact bytes for a pipe; a person also gets a line end.
    text += context.terminal().output_is_terminal() ? "\n" : "";
    return context.print(text);
}

ExitStatus run(const DebugLogits& options, CommandContext& context) {
    const auto details = find_model(context, options.model.name);
    if (!details) {
        return context.report_model(details.error());
    }
    auto model = open_model(*details, options.model);
    if (!model) {
        return context.report(model.error());
    }
    std::vector<float> all;
    const Status done =
        for_each_logits(*model->transformer, options.ids, context.stop_on_interrupt(),
                        [&all](std::size_t, std::span<const float> logits) {
                            all.insert(all.end(), logits.begin(), logits.end());
                        });
    if (!done) {
        return context.report(done.error());
    }
    return context.print(logits_json(all, model->transformer->config().vocabulary_size));
}

ExitStatus run(const DebugPerplexity& options, CommandContext& context) {
    const auto details = find_model(context, options.model.name);
    if (!details) {
        return context.report_model(details.error());
    }
    const auto text = read_bytes(options.file);
    if (!text) {
        return context.report(text.error());
    }
    const auto tokenizer = inference::open_folder_tokenizer(details->summary.folder);
    if (!tokenizer) {
        return context.report(tokenizer.error());
    }
    auto model = open_model(*details, options.model);
    if (!model) {
        return context.report(model.error());
    }
    std::vector<TokenId> ids = (*tokenizer)->encode(*text);
    if (const auto bos = (*tokenizer)->bos()) {
        ids.insert(ids.begin(), *bos);
    }
    if (ids.size() < 2) {
        return context.report({ErrorCode::invalid_input, "the text is too short to measure"});
    }
    // The last token is only predicted, so it is not read.
    const std::span<const TokenId> read = std::span(ids).first(ids.size() - 1);
    const std::size_t vocabulary = model->transformer->config().vocabulary_size;
    double loss = 0;
    const Status done = for_each_logits(
        *model->transformer, read, context.stop_on_interrupt(),
        [&](std::size_t first, std::span<const float> logits) {
            for (std::size_t row = 0; row * vocabulary < logits.size(); ++row) {
                loss += loss_of(logits.subspan(row * vocabulary, vocabulary), ids[first + row + 1]);
            }
        });
    if (!done) {
        return context.report(done.error());
    }
    const double nll = loss / static_cast<double>(read.size());
    const auto tokens = static_cast<std::int64_t>(read.size());
    return context.print(context.wants_json()
                             ? perplexity_json(nll, tokens)
                             : std::format("Loss {:.4f} per token, perplexity {:.2f}, {} tokens.\n",
                                           nll, std::exp(nll), tokens));
}

} // namespace sotto::app
