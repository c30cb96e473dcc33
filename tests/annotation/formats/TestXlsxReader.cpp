#include "XlsxFile.h"
#include "annotation/formats/XlsxReader.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace ecva;

class TestXlsxReader : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_path = m_folder.filePath("t.xlsx");

    struct Read
    {
        QStringList cells; ///< "A1=text"
        std::string error;
        ErrorCode code = ErrorCode::Internal;
    };

    /// All cells of the first sheet, or the error.
    static Read read(const QString &path, const XlsxLimits &limits = {},
                     const CancelToken &cancel = {})
    {
        Read out;
        const auto failed = [&out](const Error &error) {
            out.error = error.text();
            out.code = error.code;
            return out;
        };
        Result<XlsxReader> reader = XlsxReader::open(path, cancel, limits);
        if (!reader)
            return failed(reader.error());
        const Result<void> done
            = reader->readSheet(0, cancel, [&](const XlsxRow &row) -> Result<void> {
                  for (const auto &[column, cell] : row.cells)
                      out.cells.append(xlsxColumnName(column) + QString::number(row.number)
                                       + (cell.isNumber ? "#" : "=") + cell.text);
                  return {};
              });
        return done ? out : failed(done.error());
    }

    static bool says(const Read &got, const char *text)
    {
        if (got.code == ErrorCode::BadInput && got.error.find(text) != std::string::npos)
            return true;
        qWarning("got: %s", got.error.c_str());
        return false;
    }

    static QByteArray strings(const QByteArray &items)
    {
        return "<?xml version=\"1.0\"?><sst "
               "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" count=\"1\">"
               + items + "</sst>";
    }

private Q_SLOTS:
    void columnNames()
    {
        QCOMPARE(xlsxColumnName(0), QString("A"));
        QCOMPARE(xlsxColumnName(25), QString("Z"));
        QCOMPARE(xlsxColumnName(26), QString("AA"));
        QCOMPARE(xlsxColumnName(701), QString("ZZ"));
        QCOMPARE(xlsxColumnName(702), QString("AAA"));
        QCOMPARE(xlsxColumnName(16383), QString("XFD"));
    }

    void everyKindOfCell()
    {
        XlsxFile file;
        file.addSheet("one", {});
        file.setPart(
            "xl/sharedStrings.xml",
            strings("<si><t>plain</t></si>"
                    "<si><r><t>[</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">52, </t></r>"
                    "<r><t>74]</t></r><rPh sb=\"0\" eb=\"1\"><t>READ ALOUD</t></rPh></si>"
                    "<si><t>two&#10;lines &quot;q&quot; &amp;</t></si>"));
        file.setPart(
            "xl/worksheets/sheet1.xml",
            XlsxFile::sheetXml(QByteArray(
                "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
                "<c r=\"C1\" t=\"s\"><v>2</v></c></row>"
                "<row r=\"3\"><c r=\"A3\"><v>123</v></c><c r=\"B3\"><v>7.0</v></c>"
                "<c r=\"C3\"><v>1E3</v></c><c r=\"D3\"><v>0.5</v></c>"
                "<c r=\"E3\" t=\"inlineStr\"><is><t> in </t></is></c>"
                "<c r=\"F3\" t=\"str\"><f>A1&amp;B1</f><v>cached</v></c>"
                "<c r=\"G3\" t=\"b\"><v>1</v></c><c r=\"H3\" s=\"4\"/><c "
                "r=\"AA3\"><v>5</v></c></row>"
                "<row><c><v>1</v></c><c><v>2</v></c></row>")));
        QVERIFY(file.write(m_path));
        const Read got = read(m_path);
        QCOMPARE(got.error, std::string());
        QCOMPARE(got.cells, QStringList({"A1=plain", "B1=[52, 74]", "C1=two\nlines \"q\" &",
                                         "A3#123", "B3#7", "C3#1000", "D3#0.5", "E3= in ",
                                         "F3=cached", "G3=1", "AA3#5", "A4#1", "B4#2"}));
    }

    void sheetsInTheOrderOfTheWorkbook()
    {
        XlsxFile file;
        file.addSheet("一", {{"first"}});
        file.addSheet("二", {{"second"}});
        QVERIFY(file.write(m_path));
        // The workbook, not the part names, says which sheet is which; targets may begin at the
        // root.
        XlsxFile swapped = file;
        swapped.setPart("xl/_rels/workbook.xml.rels",
                        "<Relationships xmlns=\"x\"><Relationship Id=\"rId1\" Type=\"a/worksheet\" "
                        "Target=\"/xl/worksheets/sheet2.xml\"/><Relationship Id=\"rId2\" "
                        "Type=\"a/worksheet\" Target=\"./worksheets/../worksheets/sheet1.xml\"/>"
                        "</Relationships>");
        QVERIFY(swapped.write(m_path));
        const Result<XlsxReader> reader = XlsxReader::open(m_path, {});
        QVERIFY(reader);
        QCOMPARE(reader->sheetNames(), QStringList({"一", "二"}));
        QCOMPARE(read(m_path).cells, QStringList("A1=second"));
    }

    void liesAboutSizesAreIgnored()
    {
        XlsxFile file;
        file.addSheet("s", {{"a"}});
        file.setPart(
            "xl/sharedStrings.xml",
            "<sst count=\"4000000000\" uniqueCount=\"4000000000\"><si><t>x</t></si></sst>");
        file.setPart(
            "xl/worksheets/sheet1.xml",
            "<worksheet><dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\" "
            "spans=\"1:16384\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>");
        QVERIFY(file.write(m_path));
        QCOMPARE(read(m_path).cells, QStringList("A1=x"));
    }

    void bombs()
    {
        XlsxFile file;
        file.addSheet("s", {{"a"}});
        XlsxFile bomb = file;
        bomb.setPart("xl/sharedStrings.xml",
                     strings(QByteArray("<si><t/></si>").repeated(1'000'000)));
        QVERIFY(bomb.write(m_path));
        QVERIFY(QFileInfo(m_path).size() < 100'000);
        QVERIFY(says(read(m_path), "t.xlsx:xl/sharedStrings.xml: inflates to more than 250 times"));

        bomb = file;
        bomb.setPart(
            "xl/worksheets/sheet1.xml",
            XlsxFile::sheetXml(QByteArray("<row><c><v>1</v></c></row>").repeated(1'000'000)));
        QVERIFY(bomb.write(m_path));
        QVERIFY(says(read(m_path), "sheet1.xml: inflates"));

        // The same within small limits, each of which holds by itself.
        XlsxLimits limits;
        limits.zip.ratioFloor = 1LL << 40;
        limits.zip.partBytes = 1 << 20;
        QVERIFY(says(read(m_path, limits), "inflates to more than 1048576 bytes"));
        limits.zip.partBytes = 1LL << 40;
        limits.zip.totalBytes = 1 << 20;
        QVERIFY(says(read(m_path, limits), "the file inflates to more than"));
        limits.zip.totalBytes = 1LL << 40;
        limits.cells = 1000;
        QVERIFY(says(read(m_path, limits), "A1001: more than 1000 cells"));
        limits = {};
        limits.zip.parts = 3;
        QVERIFY(says(read(m_path, limits), "parts: more than 3"));
        limits = {};
        limits.sharedStrings = 2;
        file.setPart("xl/sharedStrings.xml", strings("<si><t>a</t></si><si/><si/>"));
        QVERIFY(file.write(m_path));
        QVERIFY(says(read(m_path, limits), "more than 2 strings"));
        limits = {};
        limits.cellCharacters = 100;
        file.addSheet("s", {{QString(200, 'x')}});
        file.setPart("xl/worksheets/sheet1.xml", XlsxFile::sheetXml({{QString(200, 'x')}}));
        QVERIFY(file.write(m_path));
        QVERIFY(says(read(m_path, limits), "A1: more than 100 characters"));
    }

    void hostileXml_data()
    {
        QTest::addColumn<QByteArray>("xml");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("entities") << QByteArray("<!DOCTYPE l [<!ENTITY a \"ha\"><!ENTITY b "
                                                "\"&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>")
                                  << QByteArray("a document type");
        QTest::newRow("external entity")
            << QByteArray("<!DOCTYPE l SYSTEM \"file:///etc/passwd\"><sst/>")
            << QByteArray("a document type");
        QTest::newRow("unknown entity")
            << QByteArray("<sst><si><t>&b;</t></si></sst>") << QByteArray("line 1");
        QByteArray attributes = "<sst";
        for (int i = 0; i < 20'000; ++i)
            attributes += " a" + QByteArray::number(i) + "=\">\"";
        QTest::newRow("attributes") << attributes + "/>" << QByteArray("a tag of absurd length");
        QTest::newRow("deep") << "<sst>" + QByteArray("<a>").repeated(100'000)
                              << QByteArray("nested deeper");
        QTest::newRow("long text") << "<sst><si><t>" + QByteArray(5 << 20, 'x') + "</t></si></sst>"
                                   << QByteArray("a text of absurd length");
        QTest::newRow("long comment")
            << "<sst><!--" + QByteArray(5 << 20, 'c') << QByteArray("absurd length");
        const char16_t wide[] = u"\ufeff<sst><si><t>x</t></si></sst>";
        QTest::newRow("utf-16") << QByteArray(reinterpret_cast<const char *>(wide), sizeof wide)
                                << QByteArray("not UTF-8");
        QTest::newRow("cut short")
            << QByteArray("<sst><si><t>x</t></si><si><t>y") << QByteArray("line 1");
        QTest::newRow("no xml") << QByteArray("just a text") << QByteArray("line 1");
        QTest::newRow("crossed") << QByteArray("<sst><si></sst></si>") << QByteArray("line 1");
        QTest::newRow("nothing") << QByteArray() << QByteArray("sharedStrings.xml");
    }

    void hostileXml()
    {
        QFETCH(QByteArray, xml);
        QFETCH(QByteArray, message);
        XlsxFile file;
        file.addSheet("s", {{"a"}});
        file.setPart("xl/sharedStrings.xml", xml);
        QVERIFY(file.write(m_path));
        QVERIFY(says(read(m_path), message.constData()));
        // In every other place too.
        for (const char *part :
             {"xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}) {
            XlsxFile other;
            other.addSheet("s", {{"a"}});
            other.setPart(part, xml);
            QVERIFY(other.write(m_path));
            QVERIFY2(read(m_path).code == ErrorCode::BadInput, part);
        }
    }

    void comments()
    {
        XlsxFile file;
        file.addSheet("s", {});
        file.setPart(
            "xl/worksheets/sheet1.xml",
            "\xEF\xBB\xBF<?xml version=\"1.0\"?><!-- it's <a> \"comment\" --><worksheet "
            "a='\"<' b=\"'>\"><sheetData><row><!----><c t=\"str\"><v><![CDATA[<a & b>]]></v></c>"
            "</row></sheetData></worksheet>");
        QVERIFY(file.write(m_path));
        // "<" in an attribute is not allowed in XML: only the parser says so.
        QVERIFY(read(m_path).code == ErrorCode::BadInput);
        file.setPart(
            "xl/worksheets/sheet1.xml",
            "\xEF\xBB\xBF<?xml version=\"1.0\"?><!-- it's <a> \"comment\" --><worksheet "
            "a='\"' b=\"'>\"><sheetData><row><!----><c t=\"str\"><v><![CDATA[<a & b>]]></v></c>"
            "</row></sheetData></worksheet>");
        QVERIFY(file.write(m_path));
        const Read got = read(m_path);
        QCOMPARE(got.error, std::string());
        QCOMPARE(got.cells, QStringList("A1=<a & b>"));
    }

    void damagedArchives()
    {
        XlsxFile file;
        file.addSheet("s", {{"a"}});
        file.setPart("xl/media/aa.png", "x");
        file.setPart("xl/media/bb.png", "y");
        QVERIFY(file.write(m_path));
        QVERIFY(XlsxFile::patch(m_path, "xl/media/bb.png", "xl/media/AA.png"));
        QVERIFY(says(read(m_path), "part is there twice"));
        QVERIFY(file.write(m_path));
        QVERIFY(XlsxFile::patch(m_path, "xl/media/bb.png", "../../../bb.png"));
        QVERIFY(says(read(m_path), "leaves the archive"));
        QVERIFY(file.write(m_path));
        QVERIFY(XlsxFile::patch(m_path, "xl/media/bb.png", "/etc/passwd.png"));
        QVERIFY(says(read(m_path), "leaves the archive"));
        QVERIFY(file.write(m_path, "secret"));
        QVERIFY(says(read(m_path), "encrypted"));

        QVERIFY(file.write(m_path));
        QFile whole(m_path);
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray bytes = whole.readAll();
        for (const qsizetype length :
             {bytes.size() - 1, bytes.size() / 2, qsizetype(10), qsizetype(1)}) {
            QFile cut(m_path);
            QVERIFY(cut.open(QIODevice::WriteOnly));
            cut.write(bytes.left(length));
            cut.close();
            QVERIFY(says(read(m_path), "t.xlsx: not a whole zip file"));
        }
        QVERIFY(QFile::remove(m_path));
        QVERIFY(read(m_path).code == ErrorCode::NotFound);
        QVERIFY(read(m_folder.path()).code != ErrorCode::Internal);

        XlsxFile other;
        other.setPart("word/document.xml", "<a/>");
        QVERIFY(other.write(m_path));
        QVERIFY(says(read(m_path), "no spreadsheet"));
    }

    void wayOutIsClosed()
    {
        for (const QByteArray target :
             {"../../etc/passwd", "file:///etc/passwd", "..\\x.xml", "../.."}) {
            XlsxFile file;
            file.addSheet("s", {{"a"}});
            file.setPart("xl/_rels/workbook.xml.rels",
                         "<Relationships><Relationship Id=\"rId1\" Type=\"a/worksheet\" Target=\""
                             + target + "\"/></Relationships>");
            QVERIFY(file.write(m_path));
            QVERIFY(says(read(m_path), "leads out of the file"));
        }
    }

    void brokenCells_data()
    {
        QTest::addColumn<QByteArray>("cells");
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("string") << QByteArray("<row r=\"2\"><c r=\"B2\" t=\"s\"><v>7</v></c></row>")
                                << QByteArray("sheet1.xml:B2: there is no string 7");
        QTest::newRow("negative") << QByteArray("<row><c t=\"s\"><v>-1</v></c></row>")
                                  << QByteArray("no string -1");
        QTest::newRow("reference")
            << QByteArray("<row><c r=\"1A\"><v>1</v></c></row>") << QByteArray("\"1A\"");
        QTest::newRow("column") << QByteArray("<row><c r=\"XFE1\"><v>1</v></c></row>")
                                << QByteArray("XFE1");
        QTest::newRow("order") << QByteArray("<row r=\"5\"/><row r=\"4\"/>")
                               << QByteArray("row \"4\" after row 5");
        QTest::newRow("far") << QByteArray("<row r=\"1048577\"/>") << QByteArray("1048577");
        QTest::newRow("twice") << QByteArray(
            "<row><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>")
                               << QByteArray("A1: the cell is there twice");
    }

    void brokenCells()
    {
        QFETCH(QByteArray, cells);
        QFETCH(QByteArray, message);
        XlsxFile file;
        file.addSheet("s", {});
        file.setPart("xl/worksheets/sheet1.xml", XlsxFile::sheetXml(cells));
        QVERIFY(file.write(m_path));
        QVERIFY(says(read(m_path), message.constData()));
    }

    void cancelled()
    {
        XlsxFile file;
        file.addSheet("s", {{"a"}});
        QVERIFY(file.write(m_path));
        CancelToken cancel;
        cancel.cancel();
        QVERIFY(read(m_path, {}, cancel).code == ErrorCode::Cancelled);
    }

    /// Whatever is broken in a file, it is said and nothing else happens.
    void randomDamage()
    {
        XlsxFile file;
        file.addSheet("s", {{"video_id", "x", "1"}, {"1", "[7-1,5]", "text & more"}});
        QVERIFY(file.write(m_path));
        QFile whole(m_path);
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray bytes = whole.readAll();
        QRandomGenerator random(7);
        const QString broken = m_folder.filePath("broken.xlsx");
        int refused = 0;
        for (int round = 0; round < 400; ++round) {
            QByteArray damaged = bytes;
            for (int i = 0, n = 1 + int(random.bounded(6)); i < n; ++i)
                damaged[qsizetype(random.bounded(quint32(damaged.size())))]
                    = char(random.bounded(256));
            if (random.bounded(4) == 0)
                damaged.truncate(qsizetype(random.bounded(quint32(damaged.size()))));
            QFile out(broken);
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(damaged);
            out.close();
            const Read got = read(broken);
            refused += got.error.empty() ? 0 : 1;
            QVERIFY(got.error.empty() || got.code == ErrorCode::BadInput);
        }
        QVERIFY(refused > 200);
    }
};

QTEST_GUILESS_MAIN(TestXlsxReader)
#include "TestXlsxReader.moc"
