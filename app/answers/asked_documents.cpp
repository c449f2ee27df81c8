#include "app/answers/asked_documents.h"

#include "app/answers/extract_document.h"

#include <utility>

namespace sotto::app {

Result<std::vector<DocumentText>> extract_documents(CommandContext& context,
                                                    const std::vector<std::string>& files,
                                                    Recognition recognition) {
    std::vector<DocumentText> documents;
    for (const std::string& file : files) {
        auto document = extract_document(context, file, recognition);
        if (!document) {
            return std::unexpected(std::move(document.error()));
        }
        documents.push_back(std::move(*document));
    }
    return documents;
}

ChatPrompt question_prompt(const Profile& profile, std::vector<DocumentText> documents,
                           std::string question, Thinking thinking) {
    std::string system =
        documents.empty() ? profile.system_prompt : profile.document_system_prompt();
    return {std::move(system),
            std::move(documents),
            {ChatMessage{Role::user, std::move(question), {}}},
            thinking};
}

Result<KvSources> save_documents(CommandContext& context,
                                 const std::vector<DocumentText>& documents) {
    if (documents.empty()) {
        return {};
    }
    return context.wait_for(context.runtime().library(),
                            [&documents](Library& library) -> Result<KvSources> {
                                KvSources sources;
                                for (const DocumentText& document : documents) {
                                    const auto added = library.documents().add(document);
                                    if (!added) {
                                        return std::unexpected(added.error());
                                    }
                                    sources.emplace_back(*added);
                                }
                                return sources;
                            });
}

} // namespace sotto::app
