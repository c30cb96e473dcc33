#include "tests/layering/LayeringRules.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTest>

using namespace ecva::layering;

namespace {

constexpr int kSmellLines = 400;

QString sourceFolder()
{
    return qEnvironmentVariable("ECVA_SOURCE_DIR");
}

QString readAll(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    return QString::fromUtf8(file.readAll());
}

// Files below the source folder, relative, without build trees and hidden folders.
QStringList filesMatching(const QStringList &folders, const QStringList &patterns)
{
    QStringList found;
    for (const QString &folder : folders) {
        QDirIterator it(sourceFolder() + '/' + folder, patterns, QDir::Files,
                        QDirIterator::Subdirectories);
        while (it.hasNext())
            found << QDir(sourceFolder()).relativeFilePath(it.next());
    }
    found.sort();
    return found;
}

QString describe(const std::vector<Violation> &violations)
{
    QString text;
    for (const Violation &violation : violations)
        text += QString("\n  %1:%2: [%3] %4")
                    .arg(violation.file)
                    .arg(violation.line)
                    .arg(violation.rule, violation.text);
    return text;
}

} // namespace

class TestLayering : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checkerCatches_data();
    void checkerCatches();
    void textCheckerCatches_data();
    void textCheckerCatches();
    void sourcesKeepTheArrows();
    void filesNameNoMachine();
    void reportLongFiles();
};

void TestLayering::checkerCatches_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("rule"); // empty: allowed

    const auto row = [](const char *path, const char *line, const char *rule) {
        QTest::addRow("%s: %s", path, line) << path << line << rule;
    };
    row("core/base/Error.cpp", "#include \"core/media/Frame.h\"", "arrow");
    row("core/media/Frame.cpp", "#include \"core/base/Error.h\"", "");
    row("core/media/Frame.cpp", "#include \"annotation/domain/Ids.h\"", "arrow");
    row("core/media/Frame.cpp", "#include \"tests/support/Clips.h\"", "arrow");
    row("model/engine/Cache.cpp", "#include \"annotation/domain/Ids.h\"", "arrow");
    row("model/api/Ask.h", "#include \"model/engine/Cache.h\"", "arrow");
    row("annotation/formats/Sft.cpp", "#include \"model/api/Ask.h\"", "arrow");
    row("annotation/domain/Ids.h", "#include \"annotation/store/Storage.h\"", "arrow");
    row("annotation/store/Storage.cpp", "#include \"annotation/document/Edit.h\"", "arrow");
    row("annotation/document/Edit.cpp", "#include \"ui/shell/Window.h\"", "arrow");
    row("ui/shell/Window.cpp", "#include \"app/AppContext.h\"", "arrow");
    row("ui/shell/Window.cpp", "#include \"annotation/store/Storage.h\"", "arrow");
    row("ui/qa/Ask.cpp", "#include \"model/api/Ask.h\"", "");
    row("ui/qa/Ask.cpp", "#include \"model/engine/Cache.h\"", "arrow");
    row("app/AppContext.cpp", "#include \"ui/shell/Window.h\"", "");

    row("core/media/Frame.cpp", "#include <QString>", "qt");
    row("core/media/Frame.cpp", "#  include <QtCore/qstring.h>", "qt");
    row("model/engine/Cache.cpp", "#include <QVector>", "qt");
    row("core/media/Frame.cpp", "#include <queue>", "");
    row("annotation/document/Edit.cpp", "#include <QWidget>", "widgets");
    row("annotation/document/Edit.cpp", "#include <QtWidgets/QLabel>", "widgets");
    row("annotation/document/Edit.cpp", "#include <QUndoStack>", "");
    row("annotation/formats/Sft.cpp", "#include <QAudioSink>", "widgets");
    row("ui/shell/Window.cpp", "#include <QMainWindow>", "");

    row("ui/player/View.cpp", "#include <libavutil/frame.h>", "ffmpeg");
    row("app/cli/Version.cpp", "#include <libavformat/avformat.h>", "ffmpeg");
    row("core/media/Frame.cpp", "#include <libswscale/swscale.h>", "");
    row("app/AppContext.cpp", "#include <torch/torch.h>", "torch");
    row("model/api/Ask.h", "#pragma once\n#include <ATen/core/Tensor.h>", "torch");
    row("model/ops/Add.cpp", "#include <ATen/core/Tensor.h>", "");
    row("core/media/Gpu.cpp", "#include <cuda_runtime.h>", "torch");

    row("annotation/document/Edit.cpp", "q.exec(\"SELECT id FROM clip\");", "sql");
    row("annotation/document/Edit.cpp", "q.exec(\"INSERT OR IGNORE INTO clip VALUES (1)\");",
        "sql");
    row("ui/library/List.cpp", "q.exec(\"PRAGMA user_version\");", "sql");
    row("annotation/document/Edit.cpp", "#include <QSqlQuery>", "sql");
    row("annotation/store/Storage.cpp", "q.exec(\"UPDATE clip SET name = ?\");", "");
    row("annotation/document/Edit.cpp", "// SELECT id FROM clip happens in the store", "");
    row("annotation/document/Edit.cpp", "/* #include \"ui/shell/Window.h\" */", "");
    row("annotation/document/Edit.cpp", "auto s = \"// \"; q.exec(\"DELETE FROM clip\");", "sql");
    row("ui/shell/Window.h", "class Window;", "pragma");
}

void TestLayering::checkerCatches()
{
    QFETCH(QString, path);
    QFETCH(QString, line);
    QFETCH(QString, rule);

    const std::vector<Violation> found = checkSource(path, line, installedQt());
    if (rule.isEmpty()) {
        QVERIFY2(found.empty() || path.endsWith(".h"), qPrintable(describe(found)));
        return;
    }
    QCOMPARE(std::count_if(found.begin(), found.end(),
                           [&](const Violation &violation) { return violation.rule == rule; }),
             1);
}

void TestLayering::textCheckerCatches_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("rule");
    // Put together here, so that the check of our own files does not find them.
    QTest::newRow("home") << QString("open(\"/ho") + "me/me/a.mp4\")" << "path";
    QTest::newRow("root") << QString("open(\"/ro") + "ot/a.mp4\")" << "path";
    QTest::newRow("usr") << "open(\"/usr/share/x\")" << "";
    QTest::newRow("relative") << "tests/home/x" << "";
    QTest::newRow("later") << QString("// TO") + "DO: later" << "todo";
}

void TestLayering::textCheckerCatches()
{
    QFETCH(QString, line);
    QFETCH(QString, rule);
    const std::vector<Violation> found = checkText("a.txt", line);
    QCOMPARE(found.empty(), rule.isEmpty());
    if (!found.empty())
        QCOMPARE(found.front().rule, rule);
}

void TestLayering::sourcesKeepTheArrows()
{
    const QStringList files
        = filesMatching({"core", "model", "annotation", "ui", "app"}, {"*.h", "*.cpp"});
    QVERIFY(files.size() > 20);
    std::vector<Violation> found;
    for (const QString &file : files) {
        auto more = checkSource(file, readAll(sourceFolder() + '/' + file), installedQt());
        found.insert(found.end(), more.begin(), more.end());
    }
    QVERIFY2(found.empty(), qPrintable(describe(found)));
}

void TestLayering::filesNameNoMachine()
{
    QStringList files = filesMatching(
        {"core", "model", "annotation", "ui", "app", "cmake", "resources", "tests", "translations"},
        {"*.h", "*.cpp", "*.txt", "*.cmake", "*.sql", "*.json", "*.ts", "*.md", "*.sh", "*.py"});
    files << "CMakeLists.txt" << "CMakePresets.json" << "dev" << ".ci/run" << "README.md";
    std::vector<Violation> found;
    for (const QString &file : files) {
        auto more = checkText(file, readAll(sourceFolder() + '/' + file));
        found.insert(found.end(), more.begin(), more.end());
    }
    QVERIFY2(found.empty(), qPrintable(describe(found)));
}

void TestLayering::reportLongFiles()
{
    const QStringList files
        = filesMatching({"core", "model", "annotation", "ui", "app", "tests"}, {"*.h", "*.cpp"});
    for (const QString &file : files) {
        const auto lines = readAll(sourceFolder() + '/' + file).count('\n');
        if (lines > kSmellLines)
            qInfo("smell: %s has %lld lines", qPrintable(file), static_cast<long long>(lines));
    }
}

QTEST_GUILESS_MAIN(TestLayering)
#include "TestLayering.moc"
