#pragma once

#include "core/context/prompt.h"
#include "core/ports/language_model.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

namespace sotto::test {

/// A language model that follows a script: it records its requests, reports the phases, and writes
/// the given pieces of text. Between two pieces it calls `between`, where a test can pump loops,
/// move clocks or request a stop. It honours the request's stop token as the engine does.
class ScriptedLanguageModel final : public LanguageModel {
public:
    std::vector<std::string> pieces{"Hello", " there", "."};
    std::function<void(std::size_t pieces_written)> between = [](std::size_t) {};
    std::optional<Error> failure_at_end;
    /// When set, its text is written at once instead of `pieces`.
    std::function<std::string(const GenerateRequest&)> write;
    std::int64_t context_tokens = 4096;
    std::function<std::int64_t(const ChatPrompt&)> count_tokens = &tokens_of;
    std::vector<GenerateRequest> requests;
    std::vector<ModelChoice> prepared;

    Status prepare(const ModelChoice& model, const std::stop_token&, GenerateObserver&) override {
        prepared.push_back(model);
        return {};
    }

    /// Each byte of the system text and of the messages is a token.
    static std::int64_t tokens_of(const ChatPrompt& prompt) {
        std::size_t bytes = compose_system_message(prompt).text.size();
        for (const ChatMessage& message : prompt.messages) {
            bytes += message.text.size();
        }
        return static_cast<std::int64_t>(bytes);
    }

    /// Prompts that were tokenized, and their bytes: what a tokenizer had to do.
    std::int64_t tokenized_prompts = 0;
    std::int64_t tokenized_bytes = 0;
    std::function<void(std::int64_t prompts)> while_tokenizing = [](std::int64_t) {};

    /// One id for each token that `count_tokens` says, different for different prompts.
    [[nodiscard]] std::vector<TokenId> ids_of(const ChatPrompt& prompt) const {
        std::size_t hash = std::hash<std::string>()(compose_system_message(prompt).text);
        for (const ChatMessage& message : prompt.messages) {
            hash = hash * 31 + std::hash<std::string>()(message.text);
        }
        std::vector<TokenId> ids(static_cast<std::size_t>(count_tokens(prompt)));
        std::ranges::iota(ids, static_cast<TokenId>(hash % 100'000));
        return ids;
    }

    Result<std::vector<SharedTokens>> tokenize(const TokenizeRequest& request,
                                               GenerateObserver&) override {
        std::vector<SharedTokens> all;
        for (const ChatPrompt& prompt : request.prompts) {
            while_tokenizing(tokenized_prompts);
            if (request.stop.stop_requested()) {
                return fail(ErrorCode::cancelled, "stopped");
            }
            if (prompt.messages.empty()) {
                return fail(ErrorCode::invalid_input, "no question");
            }
            note_work(prompt);
            all.push_back(std::make_shared<const TokenizedPrompt>(tokenized(prompt)));
        }
        return all;
    }

    Result<Generation> generate(const GenerateRequest& request,
                                GenerateObserver& observer) override {
        requests.push_back(request);
        if (request.stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "stopped");
        }
        if (const auto* chat = std::get_if<ChatPrompt>(&request.prompt)) {
            if (request.tokens == nullptr) {
                note_work(*chat);
            } else if (request.tokens->ids != ids_of(*chat)) {
                return fail(ErrorCode::internal, "these tokens are of another prompt");
            }
        }
        observer.on_progress({Phase::loading, 0, 0});
        observer.on_progress({Phase::reading, 0, 12});
        observer.on_progress({Phase::reading, 12, 12});
        observer.on_progress({Phase::writing, 0, 0});
        Generation generation;
        const std::vector<std::string> script =
            write ? std::vector<std::string>{write(request)} : pieces;
        for (std::size_t i = 0; i < script.size(); ++i) {
            between(i);
            if (request.stop.stop_requested()) {
                generation.stats.reason = FinishReason::cancelled;
                break;
            }
            generation.text += script[i];
            generation.token_ids.push_back(static_cast<TokenId>(100 + i));
            observer.on_text(script[i]);
        }
        if (failure_at_end) {
            return std::unexpected(*failure_at_end);
        }
        generation.stats.prompt_tokens = 12;
        generation.stats.generated_tokens = static_cast<std::int64_t>(generation.token_ids.size());
        return generation;
    }

    /// A prefill has 10 tokens of instructions and these for each document. It is done in steps,
    /// before each of which `while_reading` is called. Finished steps are kept, as by the engine.
    std::int64_t document_tokens = 100;
    std::int64_t step_tokens = 25;
    std::vector<PrefillRequest> reads;
    std::function<void(std::int64_t done)> while_reading = [](std::int64_t) {};
    std::optional<Error> reading_failure;

    Result<PrefillReport> prefill(const PrefillRequest& request,
                                  GenerateObserver& observer) override {
        reads.push_back(request);
        if (reading_failure) {
            return std::unexpected(*reading_failure);
        }
        PrefillReport report{.tokens = 10};
        std::string prefix = request.model.folder + request.system;
        for (const DocumentText& document : request.documents) {
            report.tokens += document_tokens;
            prefix += document.title + '\n';
            report.reused_tokens = std::max(report.reused_tokens, kept_[prefix]);
        }
        report.read_tokens = report.reused_tokens;
        observer.on_progress({Phase::loading, 0, 0});
        while (true) {
            observer.on_progress({Phase::reading, report.read_tokens, report.tokens});
            while_reading(report.read_tokens);
            if (report.read_tokens == report.tokens || request.stop.stop_requested()) {
                kept_[prefix] = report.read_tokens;
                return report;
            }
            report.read_tokens = std::min(report.tokens, report.read_tokens + step_tokens);
        }
    }

private:
    void note_work(const ChatPrompt& prompt) {
        ++tokenized_prompts;
        tokenized_bytes += tokens_of(prompt);
    }

    // Each part adds to those before it, so that the differences are the tokens of that part.
    [[nodiscard]] TokenizedPrompt tokenized(const ChatPrompt& prompt) const {
        TokenizedPrompt made{.ids = ids_of(prompt), .context_tokens = context_tokens};
        ChatPrompt part{prompt.system, {}, {ChatMessage{}}};
        made.system = count_tokens(part);
        part.messages = {prompt.messages.back()};
        std::int64_t before = count_tokens(part);
        made.question = before - made.system;
        for (const DocumentText& document : prompt.documents) {
            part.documents.push_back(document);
            made.documents.push_back(count_tokens(part) - before);
            before += made.documents.back();
        }
        made.history = static_cast<std::int64_t>(made.ids.size()) - before;
        return made;
    }

    std::map<std::string, std::int64_t>
        kept_; // tokens read of a prefix, by model, instructions and titles
};

} // namespace sotto::test
