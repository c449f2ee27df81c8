#include "app/extract/outlook/outlook_message.h"

#include "app/extract/mail/mail_message.h"
#include "app/extract/mail/mime_header.h"
#include "app/extract/mail/mime_message.h"
#include "app/extract/markup/markup.h"
#include "app/extract/outlook/compressed_rtf.h"
#include "app/extract/outlook/outlook_properties.h"
#include "app/extract/text/ascii.h"
#include "app/extract/text/charset.h"
#include "app/extract/text/text.h"

#include <algorithm>
#include <chrono>
#include <format>
#include <utility>

namespace sotto::extract {

namespace {

using Owner = OutlookProperties::Owner;

// The identifiers of properties. Source: [MS-OXPROPS].
constexpr std::uint16_t kMessageClass = 0x001A;
constexpr std::uint16_t kSubject = 0x0037;
constexpr std::uint16_t kSubmitTime = 0x0039;
constexpr std::uint16_t kTransportHeaders = 0x007D;
constexpr std::uint16_t kRecipientType = 0x0C15;
constexpr std::uint16_t kSenderName = 0x0C1A;
constexpr std::uint16_t kSenderAddress = 0x0C1F;
constexpr std::uint16_t kDisplayCc = 0x0E03;
constexpr std::uint16_t kDisplayTo = 0x0E04;
constexpr std::uint16_t kDeliveryTime = 0x0E06;
constexpr std::uint16_t kBody = 0x1000;
constexpr std::uint16_t kCompressedRtf = 0x1009;
constexpr std::uint16_t kHtml = 0x1013;
constexpr std::uint16_t kDisplayName = 0x3001;
constexpr std::uint16_t kAddress = 0x3003;
constexpr std::uint16_t kAttachedData = 0x3701;
constexpr std::uint16_t kShortFileName = 0x3704;
constexpr std::uint16_t kLongFileName = 0x3707;
constexpr std::uint16_t kSmtpAddress = 0x39FE;
constexpr std::uint16_t kInternetCodePage = 0x3FDE;
constexpr std::uint16_t kMessageCodePage = 0x3FFD;
constexpr std::uint16_t kSenderSmtpAddress = 0x5D01;
constexpr std::uint16_t kIsHidden = 0x7FFE;

constexpr int kWestern = 1252;
constexpr std::size_t kMaxRecipients = 1'000;

int code_page_of(const OutlookProperties& properties, std::uint16_t id) {
    const auto number = properties.number(id);
    return number ? static_cast<int>(*number & 0xFFFFU) : kWestern;
}

std::string person(const std::string& name, const std::string& smtp, const std::string& other) {
    const std::string& address = smtp.contains('@') ? smtp : other;
    if (!address.contains('@') || address == name) {
        return name.empty() ? address : name;
    }
    return name.empty() ? address : name + " <" + address + ">";
}

// Hundreds of nanoseconds since 1601, in words; empty for a time that cannot be.
std::string time_text(std::uint64_t file_time) {
    constexpr std::uint64_t kPerSecond = 10'000'000;
    constexpr std::int64_t kFrom1601To1970 = 11'644'473'600;
    constexpr std::int64_t kYear3000 = 32'503'680'000;
    const std::int64_t seconds =
        static_cast<std::int64_t>(file_time / kPerSecond) - kFrom1601To1970;
    if (seconds <= 0 || seconds > kYear3000) {
        return {};
    }
    return std::format("{:%Y-%m-%d %H:%M} UTC",
                       std::chrono::sys_seconds(std::chrono::seconds(seconds)));
}

// Code pages from 28591 on are the parts of ISO 8859.
std::string decode_internet(std::string_view bytes, int code_page) {
    constexpr int kIso8859 = 28590;
    if (code_page > kIso8859 && code_page < kIso8859 + 17) {
        const std::string name = "ISO-8859-" + std::to_string(code_page - kIso8859);
        if (auto text = decode(bytes, name.c_str())) {
            return *std::move(text);
        }
    }
    return decode_code_page(bytes, code_page);
}

class OutlookParser {
public:
    OutlookParser(const CompoundFile& file, std::uint32_t storage, Owner owner, int depth)
        : file_(file), storage_(storage), properties_(file, storage, owner), depth_(depth),
          code_page_(code_page_of(properties_, kMessageCodePage)) {}

    MailMessage parse() {
        MailMessage message;
        message.subject = text(kSubject);
        const std::string message_class = to_lower(text(kMessageClass));
        message.is_encrypted =
            message_class.contains("smime") && !message_class.contains("multipartsigned");
        add_fields(message);
        if (!message.is_encrypted) {
            message.texts = richest(plain(), formatted());
        }
        add_attachments(message);
        return message;
    }

private:
    [[nodiscard]] std::string text(std::uint16_t id) const {
        return properties_.text(id, code_page_);
    }

    void add_fields(MailMessage& message) const {
        std::string to;
        std::string cc;
        add_recipients(to, cc);
        const std::string headers = text(kTransportHeaders);
        std::string_view rest = headers;
        std::string date = decode_field(value_of(take_header(rest), "date"));
        for (const std::uint16_t id : {kSubmitTime, kDeliveryTime}) {
            if (const auto time = properties_.number(id); time && date.empty()) {
                date = time_text(*time);
            }
        }
        message.fields = {
            {"From", person(text(kSenderName), text(kSenderSmtpAddress), text(kSenderAddress))},
            {"To", to.empty() ? text(kDisplayTo) : to},
            {"Cc", cc.empty() ? text(kDisplayCc) : cc},
            {"Date", date},
            {"Subject", message.subject}};
    }

    // The children of this message whose names begin like this.
    [[nodiscard]] std::vector<std::uint32_t> children(std::string_view beginning) const {
        std::vector<std::uint32_t> found;
        const auto& entries = file_.entries();
        for (std::uint32_t i = 1; i < entries.size() && found.size() < kMaxRecipients; ++i) {
            if (entries[i].parent == storage_ && entries[i].is_storage &&
                entries[i].name.starts_with(beginning)) {
                found.push_back(i);
            }
        }
        // The tree is in no order; the names have numbers.
        std::ranges::sort(found, {}, [&](std::uint32_t i) { return entries[i].name; });
        return found;
    }

    void add_recipients(std::string& to, std::string& cc) const {
        for (const std::uint32_t child : children("__recip_version1.0_")) {
            const OutlookProperties recipient(file_, child, Owner::other);
            const std::uint64_t type = recipient.number(kRecipientType).value_or(1) & 0xFFU;
            const std::string words = person(recipient.text(kDisplayName, code_page_),
                                             recipient.text(kSmtpAddress, code_page_),
                                             recipient.text(kAddress, code_page_));
            if (type == 1 || type == 2) {
                std::string& list = type == 1 ? to : cc;
                list += (list.empty() || words.empty() ? "" : ", ") + words;
            }
        }
    }

    [[nodiscard]] Extraction plain() const { return extract_plain_text(text(kBody)); }

    // The text as HTML or, in messages without it, as RTF.
    [[nodiscard]] Extraction formatted() const {
        std::string html = properties_.bytes(kHtml);
        if (html.empty()) {
            html = text(kHtml);
        } else if (!is_utf8(html) && !html.contains("charset=")) {
            html = decode_internet(html, code_page_of(properties_, kInternetCodePage));
        }
        if (!html.empty()) {
            return extract_html(html);
        }
        const std::string rtf = decompress_rtf(properties_.bytes(kCompressedRtf));
        return rtf.starts_with("{\\rtf") ? extract_rtf(rtf) : refuse(RefusalKind::empty, {});
    }

    void add_attachments(MailMessage& message) const {
        for (const std::uint32_t child : children("__attach_version1.0_")) {
            const OutlookProperties attached(file_, child, Owner::other);
            if ((attached.number(kIsHidden).value_or(0) & 1U) != 0) {
                continue; // a picture within the text
            }
            MailAttachment attachment;
            for (const std::uint16_t id : {kLongFileName, kShortFileName, kDisplayName}) {
                if (attachment.name.empty()) {
                    attachment.name = attached.text(id, code_page_);
                }
            }
            const auto embedded = attached.object(kAttachedData);
            if (!embedded) {
                attachment.content = attached.bytes(kAttachedData);
            } else if (depth_ < kMaxMessageDepth &&
                       file_.find(*embedded, "__properties_version1.0")) {
                attachment.message = std::make_unique<MailMessage>(
                    OutlookParser(file_, *embedded, Owner::embedded_message, depth_ + 1).parse());
            } else {
                message.notes.push_back("One part could not be read: an embedded object.");
                continue;
            }
            message.attachments.push_back(std::move(attachment));
        }
    }

    const CompoundFile& file_;
    std::uint32_t storage_;
    OutlookProperties properties_;
    int depth_;
    int code_page_;
};

} // namespace

Extraction extract_outlook_message(const CompoundFile& file, AttachedDocuments& documents) {
    return mail_document(OutlookParser(file, 0, Owner::message, 0).parse(), documents);
}

} // namespace sotto::extract
