#include "app/extract/chats/chat_export.h"
#include "app/extract/json/json.h"
#include "tests/support/document_zip.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace sotto::extract {
namespace {

// The conversations of a file; the program that wrote them is in `program`.
std::vector<Json> read(std::string_view bytes, std::string* program = nullptr) {
    const auto extraction = extract_chats(bytes);
    INFO((extraction ? std::string() : extraction.error().sentence));
    REQUIRE(extraction.has_value());
    if (program != nullptr) {
        *program = extraction->title;
    }
    std::vector<Json> chats;
    std::string_view lines = extraction->text;
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(line.size() + 1);
        chats.push_back(Json::parse(line));
    }
    return chats;
}

// "role: text" of each message.
std::vector<std::string> messages_of(const Json& chat) {
    std::vector<std::string> messages;
    for (const Json& message : chat.at("messages")) {
        messages.push_back(message.at("role").get<std::string>() + ": " +
                           message.at("text").get<std::string>());
    }
    return messages;
}

RefusalKind refusal_of(std::string_view bytes) {
    const auto extraction = extract_chats(bytes);
    REQUIRE_FALSE(extraction.has_value());
    CHECK_FALSE(extraction.error().sentence.empty());
    return extraction.error().kind;
}

using Words = std::vector<std::string>;

constexpr std::string_view kChatGpt = R"([{"title":"Trip","create_time":1700000000.5,
 "update_time":1700000600,"current_node":"e","mapping":{
 "r":{"id":"r","message":null,"parent":null,"children":["s"]},
 "s":{"message":{"author":{"role":"system"},"content":{"content_type":"text","parts":[""]},
      "metadata":{"is_visually_hidden_from_conversation":true}},"parent":"r","children":["a"]},
 "a":{"message":{"author":{"role":"user"},"create_time":1700000001,"content":{"content_type":"multimodal_text",
      "parts":[{"content_type":"image_asset_pointer"},"Where is this?"]}},"parent":"s","children":["b","x"]},
 "x":{"message":{"author":{"role":"assistant"},"content":{"content_type":"text","parts":["another branch"]}},
      "parent":"a","children":[]},
 "b":{"message":{"author":{"role":"assistant"},"recipient":"python","content":{"content_type":"code","text":"1+1"},
      "metadata":{"model_slug":"gpt-4o"}},"parent":"a","children":["c"]},
 "c":{"message":{"author":{"role":"tool","name":"python"},"content":{"content_type":"execution_output","text":"2"}},
      "parent":"b","children":["t"]},
 "t":{"message":{"author":{"role":"assistant"},"recipient":"all","content":{"content_type":"thoughts","thoughts":[]}},
      "parent":"c","children":["e"]},
 "e":{"message":{"author":{"role":"assistant"},"create_time":1700000009,"recipient":"all",
      "content":{"content_type":"text","parts":["In Rome\ue200cite\ue202turn0\ue201."]},
      "metadata":{"model_slug":"gpt-4o"}},"parent":"t","children":[]}}}])";

TEST_CASE("ChatGPT: the branch shown last, with notes for pictures and tools") {
    std::string program;
    const auto chats = read(kChatGpt, &program);
    CHECK(program == "ChatGPT");
    REQUIRE(chats.size() == 1);
    CHECK(chats[0].at("title") == "Trip");
    CHECK(chats[0].at("created") == "2023-11-14T22:13:20Z");
    CHECK(chats[0].at("updated") == "2023-11-14T22:23:20Z");
    CHECK(messages_of(chats[0]) ==
          Words{"user: [image]\n\nWhere is this?", "assistant: [tool: python]\n\nIn Rome."});
    CHECK(chats[0].at("messages")[1].at("model") == "gpt-4o");
    CHECK(chats[0].at("messages")[0].at("created") == "2023-11-14T22:13:21Z");
}

TEST_CASE("ChatGPT: archives, a missing end of the branch, and a tree that is a circle") {
    const std::string archive = test::document_zip({{"user.json", "{}"},
                                                    {"conversations.json", std::string(kChatGpt)},
                                                    {"chat.html", "<html>"}});
    CHECK(read(archive).size() == 1);
    const std::string parts =
        test::document_zip({{"a/conversations-001.json", std::string(kChatGpt)},
                            {"a/conversations-000.json", std::string(kChatGpt)}});
    CHECK(read(parts).size() == 2);
    std::string lost(kChatGpt);
    lost.replace(lost.find("\"current_node\":\"e\""), 18, "\"current_node\":\"?\"");
    CHECK(messages_of(read(lost)[0]).back().ends_with("In Rome."));
    const std::string circle =
        R"({"mapping":{"a":{"message":{"author":{"role":"user"},"content":{"parts":["x"]}},"parent":"b"},)"
        R"("b":{"message":null,"parent":"a"}},"current_node":"a"})";
    CHECK(messages_of(read(circle)[0]) == Words{"user: x"});
    CHECK(refusal_of(test::document_zip({{"a.txt", "x"}})) == RefusalKind::unsupported);
    CHECK(refusal_of(test::document_zip({{"conversations.json", "[{"}})) == RefusalKind::damaged);
}

TEST_CASE("Claude: blocks of text, tools and files; conversations without messages are skipped") {
    std::string program;
    const auto chats =
        read(R"([{"uuid":"1","name":"Plan","created_at":"2024-05-01T10:00:00.123456Z",
      "updated_at":"2024-05-01T11:00:00Z","chat_messages":[
      {"sender":"human","text":"old","content":[{"type":"text","text":"Read it"}],"created_at":"2024-05-01T10:00:01Z",
       "attachments":[{"file_name":"a.txt"}],"files":[{"file_name":"p.PNG"}]},
      {"sender":"assistant","text":"x","content":[{"type":"thinking","thinking":"hm"},{"type":"tool_use","name":"web"},
       {"type":"text","text":"Done"}]}]},{"uuid":"2","name":"","chat_messages":[]},
      {"uuid":"3","name":"","chat_messages":[{"sender":"human","text":"A question\nof two lines"}]}])",
             &program);
    CHECK(program == "Claude");
    REQUIRE(chats.size() == 2);
    CHECK(messages_of(chats[0]) ==
          Words{"user: Read it\n\n[file: a.txt]\n\n[image]", "assistant: [tool: web]\n\nDone"});
    CHECK(chats[0].at("created") == "2024-05-01T10:00:00Z");
    CHECK(chats[1].at("title") == "A question of two lines");
}

TEST_CASE("Open WebUI: the current branch without thoughts, and the system message") {
    std::string program;
    const auto chats =
        read(R"([{"id":"1","title":"Soup","created_at":1710000000,"updated_at":1710000100,"chat":{
      "system":"Be brief.","history":{"currentId":"c","messages":{
      "a":{"id":"a","parentId":null,"role":"user","content":"Hi","timestamp":1710000001,"files":[{"type":"image"}]},
      "b":{"id":"b","parentId":"a","role":"assistant","content":"no"},
      "c":{"id":"c","parentId":"a","role":"assistant","model":"llama3","content":
       "<details type=\"reasoning\" done=\"true\">\nhm\n</details>\nHello <details>kept</details>"}}},
      "messages":[]}}])",
             &program);
    CHECK(program == "Open WebUI");
    CHECK(messages_of(chats.at(0)) == Words{"system: Be brief.", "user: Hi\n\n[image]",
                                            "assistant: Hello <details>kept</details>"});
    CHECK(chats[0].at("messages")[2].at("model") == "llama3");
    CHECK(messages_of(
              read(R"({"title":"T","chat":{"messages":[{"role":"user","content":"x"}]}})")[0]) ==
          Words{"user: x"});
}

TEST_CASE("LM Studio: the chosen version of each message, steps without thoughts") {
    std::string program;
    const auto chats =
        read(R"({"name":"Math","createdAt":1720000000000,"systemPrompt":"Count.","messages":[
      {"versions":[{"type":"singleStep","role":"user","content":[{"type":"text","text":"1+1?"},
        {"type":"file","fileType":"image","name":"x"}]}],"currentlySelected":0},
      {"versions":[{"type":"multiStep","role":"assistant","steps":[]},
       {"type":"multiStep","role":"assistant","senderInfo":{"senderName":"qwen"},"steps":[
        {"type":"contentBlock","style":{"type":"thinking"},"content":[{"type":"text","text":"hm"}]},
        {"type":"contentBlock","content":[{"type":"text","text":"2"}]},
        {"type":"debugInfoBlock","debugInfo":"no"}]}],"currentlySelected":1}]})",
             &program);
    CHECK(program == "LM Studio");
    CHECK(messages_of(chats.at(0)) ==
          Words{"system: Count.", "user: 1+1?\n\n[image]", "assistant: 2"});
    CHECK(chats[0].at("created") == "2024-07-03T09:46:40Z");
    CHECK(chats[0].at("messages")[2].at("model") == "qwen");
}

TEST_CASE("Jan and lists of messages") {
    std::string program;
    const auto jan = read(
        R"({"id":"1","object":"thread.message","role":"user","content":[{"type":"text","text":{"value":"Hi"}}],"created_at":1720000000})"
        "\n"
        R"({"id":"2","object":"thread.message","role":"assistant","content":[{"type":"text","text":{"value":"Hello"}},{"type":"image_url"}],"created_at":1720000001000})"
        "\n",
        &program);
    CHECK(program == "Jan");
    CHECK(messages_of(jan.at(0)) == Words{"user: Hi", "assistant: Hello\n\n[image]"});
    CHECK(jan[0].at("updated") == "2024-07-03T09:46:41Z");
    CHECK(messages_of(read(R"({"title":"x","messages":[{"role":"system","content":"S"},
        {"role":"user","content":[{"type":"text","text":"a"}]},{"role":"tool","content":"t"},
        {"role":"assistant","content":"b"}]})")[0]) ==
          Words{"system: S", "user: a", "assistant: b"});
    CHECK(refusal_of(R"({"id":"1","object":"thread","title":"x"})") == RefusalKind::unsupported);
}

// Values as Qt writes them.
class QtBytes {
public:
    QtBytes& number(std::uint64_t value, int length) {
        for (int i = length - 1; i >= 0; --i) {
            bytes_ += static_cast<char>(value >> 8 * i & 0xFFU);
        }
        return *this;
    }
    QtBytes& text(std::string_view ascii) {
        number(ascii.size() * 2, 4);
        for (const char byte : ascii) {
            bytes_ += '\0';
            bytes_ += byte;
        }
        return *this;
    }
    [[nodiscard]] const std::string& bytes() const { return bytes_; }

private:
    std::string bytes_;
};

QtBytes gpt4all_head(int version) {
    QtBytes chat;
    chat.number(0xF5D553CC, 4).number(static_cast<std::uint64_t>(version), 4);
    chat.number(1'720'000'000, 8).text("id").text("Walk").text("me").text("llama");
    if (version >= 3) {
        chat.number(1, 4).text("letters");
    }
    return chat;
}

TEST_CASE("GPT4All: the newest version, with parts of an answer that used a tool") {
    QtBytes chat = gpt4all_head(13);
    chat.number(2, 4);
    chat.text("Prompt: ").text("Go").text("").number(0, 4).number(0, 8).number(1, 8);
    chat.number(17, 4); // an address in bytes
    std::string bytes = chat.bytes() + "file:///tmp/a.txt";
    QtBytes rest;
    rest.number(0xFFFFFFFF, 4).number(0, 8);
    rest.text("Response: ").text("").text("").number(0, 4).number(0, 1).number(0, 8).number(0, 8);
    rest.number(2, 8).text("ToolCall: ").text("code").text("javascript").number(1, 8).text("code");
    rest.number(0, 4).number(10, 4).number(0, 1).text("1").text("1").number(0, 4).text("");
    rest.number(0, 8).text("Response: ").text("Gone").number(0, 8);
    bytes += rest.bytes();
    std::string program;
    const auto chats = read(bytes, &program);
    CHECK(program == "GPT4All");
    CHECK(chats.at(0).at("title") == "Walk");
    CHECK(messages_of(chats[0]) ==
          Words{"user: Go\n\n[file: a.txt]", "assistant: [tool: javascript]\n\nGone"});
    for (std::size_t length = 4; length < bytes.size(); ++length) {
        CHECK_FALSE(extract_chats(std::string_view(bytes).substr(0, length)).has_value());
    }
}

TEST_CASE("GPT4All: old versions with the state of a model") {
    QtBytes chat = gpt4all_head(7);
    chat.number(1, 1).number(1, 4).number(0, 4).text("last").text("Walk").number(9, 4);
    chat.number(5, 4).number(2048, 4).number(2, 8).number(0, 8).number(1, 8).number(7, 4);
    chat.number(3, 4).number(0, 3); // compressed state
    chat.number(2, 4);
    for (const char* name : {"Prompt: ", "Response: "}) {
        chat.number(0, 4).text(name).text("Words").text("").text("").number(0, 4);
        chat.text("").number(0, 4);
    }
    CHECK(messages_of(read(chat.bytes()).at(0)) == Words{"user: Words", "assistant: Words"});
    CHECK(refusal_of(gpt4all_head(14).bytes()) == RefusalKind::unsupported);
    CHECK(refusal_of(gpt4all_head(0).bytes()) == RefusalKind::unsupported);
}

TEST_CASE("conversations of Sotto pass unchanged, also several") {
    const std::string own =
        R"({"title":"T","created":"2025-01-01T00:00:00Z","messages":[{"role":"user",)"
        R"("state":"failed","text":"x"}]})";
    CHECK(read(own).at(0) == Json::parse(own));
    CHECK(read(own + "\n" + own + "\n").size() == 2);
    CHECK(read("[" + own + "," + own + "]").size() == 2);
}

TEST_CASE("one bad conversation refuses the whole file") {
    std::string two(kChatGpt);
    two.replace(two.rfind(']'), 1, ",{\"mapping\":7}]");
    CHECK(refusal_of(two) == RefusalKind::damaged);
    CHECK(refusal_of(R"([{"chat_messages":[{"sender":"nobody","text":"x"}]}])") ==
          RefusalKind::damaged);
    CHECK(refusal_of("[]") == RefusalKind::empty);
    CHECK(refusal_of("7") == RefusalKind::unsupported);
    CHECK(refusal_of("words") == RefusalKind::unsupported);
    CHECK(refusal_of(R"({"a":1})") == RefusalKind::unsupported);
    CHECK(refusal_of(std::string(100'000, '[')) == RefusalKind::too_large);
    std::string numbers = "[0";
    for (int i = 0; i < 100; ++i) {
        numbers += ",0";
    }
    CHECK(refusal_of(numbers + "]") == RefusalKind::unsupported);
}

} // namespace
} // namespace sotto::extract
