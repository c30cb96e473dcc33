#include "app/cli/Arguments.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace ecva::cli {
namespace {

std::string_view trimmed(std::string_view text)
{
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

/// Makes `text` decimal digits without leading zeros; an empty answer, else what is wrong.
std::string asWholeNumber(std::string &text, std::int64_t least, std::uint64_t most)
{
    std::string_view digits = trimmed(text);
    const bool isNegative = digits.starts_with('-');
    if (isNegative)
        digits.remove_prefix(1);
    std::uint64_t size = 0;
    const char *const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, size);
    bool fits = error == std::errc() && stop == end;
    if (isNegative && size != 0)
        fits = fits && least < 0 && size <= std::uint64_t(0) - static_cast<std::uint64_t>(least);
    else
        fits = fits && size <= most && (least <= 0 || size >= static_cast<std::uint64_t>(least));
    if (fits) {
        text = (isNegative && size != 0 ? "-" : "") + std::to_string(size);
        return {};
    }
    if (error == std::errc::result_out_of_range && stop == end)
        return "'" + text + "' is too large a number";
    std::string wanted = "'" + text + "' is not a whole number";
    if (least > std::numeric_limits<std::int64_t>::min())
        wanted += " from " + std::to_string(least) + " to " + std::to_string(most);
    return wanted;
}

/// The innermost command that was named.
const CLI::App &commandOf(const CLI::App &app)
{
    const auto chosen = app.get_subcommands();
    return chosen.empty() ? app : commandOf(*chosen.front());
}

std::string fullName(const CLI::App &app)
{
    const auto chosen = app.get_subcommands();
    return app.get_name() + (chosen.empty() ? "" : " " + fullName(*chosen.front()));
}

std::string unexpectedText(const CLI::App &app)
{
    const std::vector<std::string> extras = app.remaining(true);
    if (app.get_subcommands().empty() && !extras.empty() && !extras.front().starts_with('-'))
        return "there is no command '" + extras.front() + "'";
    std::string text;
    for (const std::string &extra : extras)
        text += (text.empty() ? "'" : " '") + extra + "'";
    return text + (extras.size() == 1 ? " was not expected" : " were not expected");
}

std::string whatIsWrong(const CLI::App &app, const CLI::ParseError &error)
{
    const std::string text = error.what();
    if (dynamic_cast<const CLI::ExtrasError *>(&error))
        return unexpectedText(app);
    constexpr std::string_view kConversion = "Could not convert: ";
    const std::size_t equals = text.find(" = ");
    if (text.starts_with(kConversion) && equals != std::string::npos) { // numbers alone
        return text.substr(kConversion.size(), equals - kConversion.size()) + ": '"
               + text.substr(equals + 3) + "' is not a number";
    }
    if (text == "A subcommand is required") {
        std::string names;
        const auto known = commandOf(app).get_subcommands([](const CLI::App *) { return true; });
        for (const CLI::App *command : known)
            names += (names.empty() ? "" : " or ") + command->get_name();
        return commandOf(app).get_name() + " needs a command: " + names;
    }
    return text;
}

} // namespace

void takeWholeNumbers(CLI::Option &option, std::int64_t least, std::uint64_t most)
{
    option.transform(CLI::Validator(
        [least, most](std::string &text) { return asWholeNumber(text, least, most); }, ""));
}

void refuseEmptyTexts(const CLI::App &app)
{
    for (const CLI::Option *option : commandOf(app).get_options()) {
        const auto &given = option->results();
        const bool hasEmpty = std::find(given.begin(), given.end(), "") != given.end();
        if (hasEmpty && (option->get_positional() || option->get_required()))
            throw CLI::ValidationError(option->get_name(), "is an empty text");
    }
}

std::string usageText(const CLI::App &app, const CLI::ParseError &error)
{
    return "ecva: " + whatIsWrong(app, error) + "\nRun '" + fullName(app)
           + " --help' for what it takes.\n";
}

} // namespace ecva::cli
