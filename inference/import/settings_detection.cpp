#include "inference/import/settings_detection.h"

#include "inference/engine/evaluation.h"
#include "inference/import/candidate_elimination.h"
#include "inference/import/settings_detection_text.h"
#include "inference/model/model_file.h"
#include "inference/tokenizer/tokenizer.h"
#include "inference/tokenizer_files/open_tokenizer.h"
#include "inference/transformer/transformer.h"

#include <algorithm>
#include <cmath>
#include <format>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sotto::inference {

namespace {

// A model that knows the language has a loss lower than chance by more than this. Unit: nats.
constexpr double kMinKnowledge = 1;

/// The error when nothing could be decided.
std::unexpected<Error> undecided(const OpenSettings& open, std::string_view reason) {
    return fail(ErrorCode::unsupported,
                std::format("config.json does not say {}, and {}; add the values that its "
                            "makers state to config.json.",
                            open_keys(open), reason));
}

/// The tokens of a passage.
std::vector<TokenId> tokens_of(std::string_view passage, const Tokenizer& tokenizer,
                               const ModelConfig& config) {
    std::string text;
    for (std::size_t i = 0; i < kPassageRepeats; ++i) {
        text += passage;
    }
    const auto words = tokenizer.encode(text);
    const auto bos = config.bos_token ? config.bos_token : tokenizer.bos();
    std::vector<TokenId> tokens;
    tokens.reserve(words.size() + 1);
    if (bos) {
        tokens.push_back(*bos);
    }
    for (const TokenId word : words) {
        tokens.push_back(word);
    }
    tokens.resize(std::min({tokens.size(), kMaxPassageTokens, config.max_positions}));
    return tokens;
}

class SettingsDetection {
public:
    SettingsDetection(std::string_view config_json, const OpenSettings& open,
                      const std::stop_token& stop,
                      const std::function<void(std::size_t, std::size_t)>& progress)
        : config_json_(config_json), open_(open), stop_(stop), progress_(progress) {}

    Result<DetectedSettings> run(const std::filesystem::path& folder);

private:
    Status load(const std::filesystem::path& folder);
    Status read_candidates();
    [[nodiscard]] std::vector<std::size_t> rounds() const;
    /// A model with a higher loss does not know the language.
    [[nodiscard]] double loss_without_knowledge() const {
        return std::log(static_cast<double>(configs_.front().vocabulary_size)) - kMinKnowledge;
    }
    Result<std::vector<double>> losses(std::size_t candidate, std::size_t n_tokens);
    [[nodiscard]] Result<DetectedSettings> judge(const EliminationResult& result) const;
    [[nodiscard]] Result<DetectedSettings> presume(std::string_view reason) const;

    std::string_view config_json_;
    const OpenSettings& open_;
    const std::stop_token& stop_;
    const std::function<void(std::size_t, std::size_t)>& progress_;
    std::vector<ConfigSettings> candidates_; // presumed settings first
    std::vector<ModelConfig> configs_;       // of the candidates
    std::unique_ptr<ModelFile> weights_;
    std::unique_ptr<Transformer> transformer_;
    std::vector<std::vector<TokenId>> passages_;
    std::vector<std::vector<std::vector<double>>>
        whole_passages_; // losses of whole passages, by candidate
    std::size_t n_passes_ = 0;
};

Result<DetectedSettings> SettingsDetection::run(const std::filesystem::path& folder) {
    if (auto read = read_candidates(); !read) {
        return std::unexpected(read.error());
    }
    if (candidates_.size() == 1) {
        return presume("it makes no difference for this model");
    }
    if (auto loaded = load(folder); !loaded) {
        const ErrorCode code = loaded.error().code;
        if (code == ErrorCode::not_found) {
            return presume("without a tokenizer it cannot be measured");
        }
        if (code == ErrorCode::out_of_memory && !open_.must_be_measured()) {
            return presume("there is not enough memory to measure it");
        }
        return std::unexpected(loaded.error());
    }
    whole_passages_.resize(candidates_.size());
    const auto steps = rounds();
    const auto result = eliminate_candidates(
        candidates_.size(), steps, loss_without_knowledge(),
        [&](std::size_t candidate, std::size_t n_tokens) { return losses(candidate, n_tokens); });
    if (!result && result.error().code == ErrorCode::invalid_input) {
        return presume("the tokenizer gives tokens that the model does not have");
    }
    return result ? judge(*result) : std::unexpected(result.error());
}

Status SettingsDetection::read_candidates() {
    const auto config_with = [&](const ConfigSettings& settings) {
        return parse_model_config(with_settings(config_json_, open_, settings), "");
    };
    const auto presumed = config_with(ConfigSettings{});
    if (!presumed) {
        return std::unexpected(presumed.error());
    }
    candidates_ = candidate_settings(open_, *presumed);
    for (const ConfigSettings& candidate : candidates_) {
        auto config = config_with(candidate);
        if (!config) {
            return std::unexpected(config.error());
        }
        configs_.push_back(std::move(*config));
    }
    return {};
}

Status SettingsDetection::load(const std::filesystem::path& folder) {
    const auto tokenizer = open_folder_tokenizer(folder);
    if (!tokenizer) {
        return std::unexpected(tokenizer.error());
    }
    const ModelConfig& config = configs_.front();
    for (const std::string_view passage : kDetectionPassages) {
        passages_.push_back(tokens_of(passage, **tokenizer, config));
    }
    auto weights = ModelFile::open(folder / kWeightsFileName);
    if (!weights) {
        return std::unexpected(weights.error());
    }
    weights_ = std::move(*weights);
    LoadOptions control;
    control.stop = stop_;
    auto transformer = Transformer::create(config, *weights_, KvDtype::f32, 0, control);
    if (!transformer) {
        return std::unexpected(transformer.error());
    }
    transformer_ = std::move(*transformer);
    return {};
}

// A few tokens first: a line shows that most candidates are wrong. Then one passage, and one more
// each time.
std::vector<std::size_t> SettingsDetection::rounds() const {
    constexpr std::size_t kLine = 32;
    std::vector<std::size_t> steps{std::min(kLine, passages_.front().size())};
    std::size_t total = 0;
    for (const auto& passage : passages_) {
        total += passage.size();
        if (total > steps.back()) {
            steps.push_back(total);
        }
    }
    return steps;
}

Result<std::vector<double>> SettingsDetection::losses(std::size_t candidate, std::size_t n_tokens) {
    if (progress_) {
        progress_(n_passes_, candidates_.size() * rounds().size());
    }
    ++n_passes_;
    if (auto changed = transformer_->set_position_config(configs_[candidate]); !changed) {
        return std::unexpected(changed.error());
    }
    std::vector<double> read;
    auto& whole = whole_passages_[candidate]; // evaluated before
    for (std::size_t i = 0; i < passages_.size() && n_tokens > 1; ++i) {
        const std::size_t count = std::min(n_tokens, passages_[i].size());
        if (i == whole.size()) {
            auto of_passage =
                token_nlls(*transformer_, std::span(passages_[i]).first(count), stop_);
            if (!of_passage) {
                return std::unexpected(of_passage.error());
            }
            if (count < passages_[i].size()) {
                read.insert(read.end(), of_passage->begin(), of_passage->end());
                break;
            }
            whole.push_back(std::move(*of_passage));
        }
        read.insert(read.end(), whole[i].begin(), whole[i].end());
        n_tokens -= count;
    }
    return read;
}

Result<DetectedSettings> SettingsDetection::judge(const EliminationResult& result) const {
    if (result.loss > loss_without_knowledge()) {
        return presume("reading a test text shows no clear winner, because the model does not know "
                       "English well enough");
    }
    const ConfigSettings& winner = candidates_[result.remaining.front()];
    const bool agrees = std::ranges::all_of(result.remaining, [&](std::size_t remaining) {
        const ConfigSettings& one = candidates_[remaining];
        return one.rope_theta == winner.rope_theta && one.has_qk_norm == winner.has_qk_norm;
    });
    const bool is_presumed =
        winner.rope_layers == RopeLayers::all && winner.pairing == RopePairing::interleaved;
    if (!agrees || (result.remaining.size() > 1 && !is_presumed)) {
        return undecided(open_, std::format("of {} ways to fill that in, {} read a test text about "
                                            "equally well, so that there is no clear winner",
                                            candidates_.size(), result.remaining.size()));
    }
    const std::string doubt =
        result.remaining.size() > 1
            ? " Where several read it equally well, the settings are those of "
              "its parent, Llama 4."
            : "";
    return DetectedSettings{
        winner,
        std::format(
            "config.json does not say {}. Measured on a text of {} tokens: {} (loss {:.2f}; "
            "the next best of {} ways is worse by {:.2f}).{}",
            open_keys(open_), result.tokens, to_text(open_, winner), result.loss,
            candidates_.size(), result.margin, doubt)};
}

Result<DetectedSettings> SettingsDetection::presume(std::string_view reason) const {
    if (open_.must_be_measured()) {
        return undecided(open_, reason);
    }
    const ConfigSettings presumed;
    return DetectedSettings{
        presumed, std::format("config.json does not say {}, and {}; taken as in its parent, "
                              "Llama 4: {}.",
                              open_keys(open_), reason, to_text(open_, presumed))};
}

} // namespace

Result<DetectedSettings>
detect_settings(const std::filesystem::path& folder, std::string_view config_json,
                const OpenSettings& open, const std::stop_token& stop,
                const std::function<void(std::size_t done, std::size_t total)>& progress) {
    return SettingsDetection(config_json, open, stop, progress).run(folder);
}

} // namespace sotto::inference
