#include "tests/layering/LayeringRules.h"

#include <QFile>
#include <QLibraryInfo>
#include <QRegularExpression>

#include <map>

namespace ecva::layering {
namespace {

using Prefixes = std::vector<QString>;

// What each room may include of ours, the longest matching prefix on the left deciding.
const std::map<QString, Prefixes> &arrows()
{
    static const std::map<QString, Prefixes> kArrows{
        {"core/base/", {"core/base/"}},
        {"core/concurrency/", {"core/base/", "core/concurrency/"}},
        {"core/", {"core/"}},
        {"model/", {"core/", "model/"}},
        {"model/api/", {"core/", "model/api/"}},
        {"annotation/domain/", {"core/base/", "annotation/domain/"}},
        {"annotation/store/", {"core/", "annotation/domain/", "annotation/store/"}},
        {"annotation/document/",
         {"core/", "annotation/domain/", "annotation/store/", "annotation/document/",
          // An answer remembers how far it is from the proposal it was made from.
          "annotation/evaluation/EditDistance.h"}},
        {"annotation/formats/",
         {"core/", "annotation/domain/", "annotation/document/", "annotation/formats/"}},
        {"annotation/", {"core/", "annotation/"}},
        {"ui/",
         {"core/", "model/api/", "annotation/domain/", "annotation/document/",
          "annotation/formats/", "annotation/lint/", "annotation/evaluation/", "ui/"}},
        {"app/", {"core/", "model/", "annotation/", "ui/", "app/"}},
    };
    return kArrows;
}

bool startsWithAny(const QString &text, const Prefixes &prefixes)
{
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const QString &prefix) { return text.startsWith(prefix); });
}

const Prefixes &allowedFor(const QString &path)
{
    static const Prefixes kNothing;
    const Prefixes *best = &kNothing;
    qsizetype longest = -1;
    for (const auto &[room, allowed] : arrows()) {
        if (path.startsWith(room) && room.size() > longest) {
            longest = room.size();
            best = &allowed;
        }
    }
    return *best;
}

bool isOurs(const QString &header)
{
    static const QRegularExpression kOurs("^(core|model|annotation|ui|app|tests)/");
    return kOurs.match(header).hasMatch();
}

bool isQt(const QString &header)
{
    static const QRegularExpression kQt("^(Q[A-Z]\\w*|Qt\\w*(/.*)?|q[a-z0-9_]+\\.h)$");
    return kQt.match(header).hasMatch();
}

bool isFfmpeg(const QString &header)
{
    static const QRegularExpression kFfmpeg(
        "^lib(avformat|avcodec|avutil|avfilter|avdevice|swscale|swresample)/");
    return kFfmpeg.match(header).hasMatch();
}

bool isTorchOrCuda(const QString &header)
{
    static const QRegularExpression kTorch(
        "^(torch|ATen|c10|caffe2)/|^cu(da|blas|dnn)[\\w./]*\\.h$");
    return kTorch.match(header).hasMatch();
}

// Comments become blanks, line by line; text in quotes stays.
QString withoutComments(const QString &content)
{
    QString out;
    out.reserve(content.size());
    enum class In { Code, Text, Line, Block } in = In::Code;
    for (qsizetype i = 0; i < content.size(); ++i) {
        const QChar c = content[i];
        const QChar next = i + 1 < content.size() ? content[i + 1] : QChar();
        if (c == '\n') {
            if (in == In::Line)
                in = In::Code;
            out += c;
        } else if (in == In::Line) {
            out += ' ';
        } else if (in == In::Block) {
            out += ' ';
            if (c == '*' && next == '/') {
                in = In::Code;
                ++i;
            }
        } else if (in == In::Text) {
            out += c;
            if (c == '\\' && !next.isNull() && next != '\n') {
                out += next;
                ++i;
            } else if (c == '"') {
                in = In::Code;
            }
        } else if (c == '/' && next == '/') {
            in = In::Line;
        } else if (c == '/' && next == '*') {
            in = In::Block;
            ++i;
        } else {
            if (c == '"' && (i == 0 || content[i - 1] != '\''))
                in = In::Text;
            out += c;
        }
    }
    return out;
}

bool holdsSql(const QString &code)
{
    static const QRegularExpression kSql(
        "\\b(SELECT\\s.+\\sFROM|INSERT\\s+(OR\\s+\\w+\\s+)?INTO|UPDATE\\s+\\w+\\s+SET|"
        "DELETE\\s+FROM|CREATE\\s+(TABLE|INDEX|TRIGGER|VIEW)|PRAGMA\\s+\\w+|BEGIN\\s+IMMEDIATE)"
        "\\b");
    return kSql.match(code).hasMatch();
}

} // namespace

IsHeaderOfModule installedQt()
{
    const QString headers = QLibraryInfo::path(QLibraryInfo::HeadersPath);
    return [headers](const QString &module, const QString &header) {
        return header.startsWith(module + '/')
               || (!header.contains('/') && QFile::exists(headers + '/' + module + '/' + header));
    };
}

std::vector<Violation> checkSource(const QString &path, const QString &content,
                                   const IsHeaderOfModule &isHeaderOfModule)
{
    static const QRegularExpression kInclude(R"re(^\s*#\s*include\s*[<"]([^>"]+)[>"])re");
    static const Prefixes kWidgetRooms{"ui/", "app/"};
    const Prefixes &allowed = allowedFor(path);
    std::vector<Violation> found;
    bool pragmaOnce = false;

    const QStringList lines = withoutComments(content).split('\n');
    for (int i = 0; i < lines.size(); ++i) {
        const QString &line = lines[i];
        const auto add
            = [&](const char *rule) { found.push_back({path, i + 1, rule, line.trimmed()}); };
        pragmaOnce = pragmaOnce || line.startsWith("#pragma once");
        if (holdsSql(line) && !path.startsWith("annotation/store/"))
            add("sql");

        const auto match = kInclude.match(line);
        if (!match.hasMatch())
            continue;
        const QString header = match.captured(1);
        if (isOurs(header)) {
            if (!startsWithAny(header, allowed))
                add("arrow");
            continue;
        }
        if (isQt(header) && startsWithAny(path, {"core/", "model/"}))
            add("qt");
        for (const char *module : {"QtWidgets", "QtMultimedia", "QtSvg", "QtSvgWidgets"}) {
            if (isHeaderOfModule(module, header) && !startsWithAny(path, kWidgetRooms))
                add("widgets");
        }
        if (isHeaderOfModule("QtSql", header) && !path.startsWith("annotation/store/"))
            add("sql");
        if (isFfmpeg(header) && !path.startsWith("core/media/"))
            add("ffmpeg");
        if (isTorchOrCuda(header) && (!path.startsWith("model/") || path.startsWith("model/api/")))
            add("torch");
    }
    if (path.endsWith(".h") && !pragmaOnce)
        found.push_back({path, 1, "pragma", "no #pragma once"});
    return found;
}

std::vector<Violation> checkText(const QString &path, const QString &content)
{
    // Written so that this file does not find itself.
    static const QRegularExpression kPath("(?<![\\w.}~$*-])/(home|root|work|Users|mnt)"
                                          "/\\w");
    static const QRegularExpression kLater("\\b(TO"
                                           "DO|FIX"
                                           "ME|X"
                                           "XX)\\b");
    std::vector<Violation> found;
    const QStringList lines = content.split('\n');
    for (int i = 0; i < lines.size(); ++i) {
        if (kPath.match(lines[i]).hasMatch())
            found.push_back({path, i + 1, "path", lines[i].trimmed()});
        if (kLater.match(lines[i]).hasMatch())
            found.push_back({path, i + 1, "todo", lines[i].trimmed()});
    }
    return found;
}

} // namespace ecva::layering
