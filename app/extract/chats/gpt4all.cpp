#include "app/extract/chats/chat.h"
#include "app/extract/chats/qt_stream.h"

#include <format>
#include <string>
#include <utility>

namespace sotto::extract {

namespace {

constexpr std::string_view kMagic = "\xF5\xD5\x53\xCC";
// Each version of the program reads the files of those before.
constexpr std::int32_t kNewestVersion = 13;
constexpr std::int64_t kMaxItems = 100'000;
constexpr int kMaxDepth = 8;

// What a chat has; source: the program's own reading of versions 1 to 13.
class Gpt4AllParser {
public:
    explicit Gpt4AllParser(std::string_view bytes) : stream_(bytes) {}

    ChatResult parse() {
        stream_.skip(kMagic.size());
        version_ = stream_.i32();
        if (version_ < 1 || version_ > kNewestVersion) {
            return refuse(RefusalKind::unsupported,
                          "is a chat of GPT4All in a version that Sotto does not know");
        }
        chat_.created = stream_.i64();
        stream_.string(); // identifier
        chat_.title = stream_.string();
        stream_.string(); // name of the user
        model_ = stream_.string();
        if (version_ >= 3) {
            skip_strings(); // collections of documents
        }
        if (version_ < 11) {
            skip_model_state();
        }
        const std::int32_t count = stream_.i32();
        for (std::int32_t i = 0; i < count && count <= kMaxItems && stream_.is_sound(); ++i) {
            read_item();
        }
        if (!stream_.is_sound() || count < 0 || count > kMaxItems || has_unknown_) {
            return refuse(RefusalKind::damaged, "is damaged: it ends within a chat of GPT4All");
        }
        return std::move(chat_);
    }

private:
    void skip_strings() {
        const std::uint32_t count = stream_.u32();
        for (std::uint32_t i = 0; i < count && stream_.is_sound(); ++i) {
            stream_.string();
        }
    }

    // What the engine knew: tokens, keys and values.
    void skip_model_state() {
        const bool has_state = version_ < 6 || stream_.boolean();
        if (version_ >= 2) {
            stream_.skip(8); // kind of model and of state
        }
        stream_.string(); // last answer
        stream_.string(); // generated name
        stream_.skip(4);  // number of tokens
        if (!has_state) {
            return;
        }
        stream_.skip(version_ < 4 ? 4 : 0);
        stream_.skip(version_ < 7 ? 4 : 8);
        if (version_ < 9) {
            stream_.skip_numbers(stream_.u64()); // logits
        }
        stream_.skip_numbers(stream_.u64()); // tokens
        stream_.bytes();
    }

    void skip_sources() {
        if (version_ < 3) {
            return;
        }
        if (version_ < 8) {
            stream_.string();
            skip_strings();
            return;
        }
        const std::int64_t count = stream_.i64();
        for (std::int64_t i = 0; i < count && stream_.is_sound(); ++i) {
            for (int text = 0; text < 7; ++text) {
                stream_.string();
            }
            stream_.skip(12); // page and lines
        }
    }

    // Names of attached files.
    std::string read_attachments() {
        std::string notes;
        const std::int64_t count = version_ < 10 ? 0 : stream_.i64();
        for (std::int64_t i = 0; i < count && stream_.is_sound(); ++i) {
            const std::string address(stream_.bytes());
            stream_.bytes();
            append_block(notes, file_note(address.substr(address.rfind('/') + 1), {}));
        }
        return notes;
    }

    void skip_tool_call(std::string& text) {
        append_block(text, "[tool: " + stream_.string() + "]");
        const std::int64_t count = stream_.i64();
        for (std::int64_t i = 0; i < count && stream_.is_sound(); ++i) {
            constexpr std::uint32_t kString = 10; // QMetaType::QString
            stream_.string();
            stream_.skip(4); // kind of the parameter
            has_unknown_ = has_unknown_ || stream_.u32() != kString;
            stream_.skip(1);
            stream_.string();
        }
        stream_.string(); // result
        stream_.skip(4);  // error
        stream_.string();
    }

    // The parts of an answer that used tools.
    void read_parts(std::string& text, int depth) {
        const std::int64_t count = version_ < 12 ? 0 : stream_.i64();
        for (std::int64_t i = 0; i < count && stream_.is_sound() && !has_unknown_; ++i) {
            const std::string name = stream_.string();
            const std::string value = stream_.string();
            if (name == "ToolCall: ") {
                skip_tool_call(text);
            } else if (name == "Text: " || name == "Response: ") {
                append_block(text, value);
            }
            if (depth >= kMaxDepth) {
                has_unknown_ = true;
                return;
            }
            read_parts(text, depth + 1);
        }
    }

    void read_item() {
        ChatMessage message;
        stream_.skip(version_ < 12 ? 4 : 0);
        const std::string name = stream_.string();
        const std::string value = stream_.string();
        if (version_ < 10) {
            stream_.string();
        }
        stream_.string(); // rated answer
        stream_.skip(4);  // current, stopped, thumbs up, thumbs down
        const bool is_answer = name == "Response: ";
        stream_.skip(version_ >= 11 && is_answer ? 1 : 0);
        skip_sources();
        const std::string attachments = read_attachments();
        std::string parts;
        read_parts(parts, 0);
        message.role = is_answer            ? ChatRole::assistant
                       : name == "System: " ? ChatRole::system
                                            : ChatRole::user;
        message.text = parts.empty() ? value : parts;
        append_block(message.text, attachments);
        message.model = model_;
        has_unknown_ = has_unknown_ || (!is_answer && name != "System: " && name != "Prompt: ");
        add_message(chat_, std::move(message));
    }

    QtStream stream_;
    std::int32_t version_ = 0;
    Chat chat_;
    std::string model_;
    bool has_unknown_ = false;
};

} // namespace

bool looks_like_gpt4all(std::string_view bytes) {
    return bytes.starts_with(kMagic);
}

ChatResult read_gpt4all(std::string_view bytes) {
    return Gpt4AllParser(bytes).parse();
}

} // namespace sotto::extract
