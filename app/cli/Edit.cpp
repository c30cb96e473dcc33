#include "app/cli/Commands.h"
#include "app/cli/Project.h"

#include "annotation/document/EditOps.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace ecva::cli {
namespace {

struct Options
{
    std::string project;
    std::string script = "-";
    bool ops = false;
};

/// Lines of a script, each as soon as it is there: an op that waits on a pipe would not be durable.
class LineReader
{
public:
    ~LineReader()
    {
        std::free(m_line);
        if (m_file && m_file != stdin)
            std::fclose(m_file);
    }

    Result<void> open(const std::string &path)
    {
        m_path = path == "-" ? "stdin" : path;
        m_file = path == "-" ? stdin : std::fopen(path.c_str(), "rb");
        if (!m_file)
            return fail(errno == ENOENT ? ErrorCode::NotFound : ErrorCode::Io, std::strerror(errno),
                        path);
        return {};
    }

    /// The next line without its end; nothing at the end of the file.
    Result<std::optional<QByteArray>> next(const CancelToken &cancel)
    {
        errno = 0;
        const ssize_t length = getline(&m_line, &m_capacity, m_file);
        if (cancel.isCancelled())
            return fail(ErrorCode::Cancelled, "cancelled; the edits answered so far are kept");
        if (length < 0 && std::ferror(m_file))
            return fail(ErrorCode::Io, std::strerror(errno), m_path);
        if (length < 0)
            return std::optional<QByteArray>();
        QByteArray line(m_line, qsizetype(length));
        while (line.endsWith('\n') || line.endsWith('\r'))
            line.chop(1);
        return std::optional(line);
    }

private:
    std::string m_path;
    std::FILE *m_file = nullptr;
    char *m_line = nullptr;
    std::size_t m_capacity = 0;
};

nlohmann::ordered_json answerJson(qint64 line, const OpAnswer &answer)
{
    nlohmann::ordered_json json{{"n", line}, {"op", answer.op.toStdString()}};
    json["id"] = answer.id ? nlohmann::ordered_json(answer.id) : nlohmann::ordered_json();
    if (!answer.ids.empty())
        json["ids"] = answer.ids;
    return json;
}

int run(const Context &context, const Options &options)
{
    if (options.ops) {
        context.print(EditOps::reference());
        return kDone;
    }
    if (options.project.empty())
        return context.report({ErrorCode::InvalidArgument, "edit needs a PROJECT, or --ops", {}});
    LineReader script;
    if (auto opened = script.open(options.script); !opened)
        return context.report(opened.error());
    auto document = openProject(context, options.project, Document::Mode::ReadWrite);
    if (!document)
        return context.report(document.error());
    EditOps ops(**document, context.cancel);
    for (qint64 number = 1;; ++number) {
        const auto line = script.next(context.cancel);
        if (!line)
            return context.report(line.error());
        if (!*line)
            return kDone;
        if ((*line)->trimmed().isEmpty())
            continue;
        const auto answer = ops.apply(**line);
        if (!answer) {
            Error error = answer.error();
            const std::string place = (options.script == "-" ? "" : options.script + ": ") + "line "
                                      + std::to_string(number);
            error.where = error.where.empty() ? place : place + ": " + error.where;
            return context.report(error);
        }
        // The op is on the disk; only now may anybody read of it.
        context.print(answerJson(number, *answer).dump());
        if (std::fflush(stdout) != 0)
            return context.report({ErrorCode::Io, std::strerror(errno), "stdout"});
    }
}

} // namespace

void registerEdit(CLI::App &app, Action &action)
{
    auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand(
        "edit",
        "Applies edits, one JSON object a line; answers each once it is durable. A bad line "
        "stops with its number, earlier ones stay");
    command->add_option("PROJECT", options->project, "Project file");
    command->add_option("--script", options->script, "File of edits, - for stdin (the default)");
    command->add_flag("--ops", options->ops, "Prints all edits with their fields");
    command->callback([options, &action] {
        action = [options](const Context &context) { return run(context, *options); };
    });
}

} // namespace ecva::cli
