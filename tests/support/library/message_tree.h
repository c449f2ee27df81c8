#pragma once

#include "core/conversation.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <vector>

namespace sotto::test {

using Parents = std::map<std::int64_t, MessageId>;               ///< by message
using Children = std::map<std::int64_t, std::vector<MessageId>>; ///< by parent, oldest first

/// The children of each message; one without a known parent follows the one before it.
inline Children children_of(const std::vector<Message>& messages, const Parents& parents) {
    Children children;
    MessageId before;
    for (const Message& message : messages) {
        const auto given = parents.find(message.id.value);
        const MessageId parent = given == parents.end() ? before : given->second;
        children[parent.value].push_back(message.id);
        before = message.id;
    }
    return children;
}

/// The messages from the first one to `leaf`, with their parents and siblings.
inline std::vector<Message> branch_to(const std::vector<Message>& messages, const Parents& parents,
                                      MessageId leaf) {
    std::map<std::int64_t, Message> by_id;
    for (const Message& message : messages) {
        by_id[message.id.value] = message;
    }
    for (const auto& [parent, children] : children_of(messages, parents)) {
        for (std::size_t i = 0; i < children.size(); ++i) {
            Message& message = by_id[children[i].value];
            message.parent = MessageId{parent};
            message.siblings = {static_cast<std::int64_t>(i) + 1, std::ssize(children),
                                i == 0 ? MessageId() : children[i - 1],
                                i + 1 == children.size() ? MessageId() : children[i + 1]};
        }
    }
    std::vector<Message> branch;
    for (; by_id.contains(leaf.value); leaf = branch.back().parent) {
        branch.push_back(by_id[leaf.value]);
    }
    std::ranges::reverse(branch);
    return branch;
}

} // namespace sotto::test
