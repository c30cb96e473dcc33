#include "XlsxFile.h"

#include <QFile>
#include <QXmlStreamWriter>

#include <zip.h>

QByteArray XlsxFile::sheetXml(const QByteArray &sheetData)
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet "
           "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
           + sheetData + "</sheetData></worksheet>";
}

QByteArray XlsxFile::sheetXml(const Rows &rows)
{
    QByteArray data;
    int number = 0;
    for (const QStringList &row : rows) {
        data += "<row r=\"" + QByteArray::number(++number) + "\">";
        for (qsizetype column = 0; column < row.size(); ++column) {
            const QString &text = row[column];
            if (text.isEmpty())
                continue;
            bool isNumber = false;
            text.toInt(&isNumber);
            const QByteArray reference
                = QByteArray(1, char('A' + column)) + QByteArray::number(number);
            if (isNumber)
                data += "<c r=\"" + reference + "\"><v>" + text.toUtf8() + "</v></c>";
            else
                data += "<c r=\"" + reference + "\" t=\"inlineStr\"><is><t>"
                        + text.toHtmlEscaped().toUtf8() + "</t></is></c>";
        }
        data += "</row>";
    }
    return sheetXml(data);
}

void XlsxFile::addSheet(const QString &name, const Rows &rows)
{
    m_sheets.push_back(name);
    setPart("xl/worksheets/sheet" + QByteArray::number(int(m_sheets.size())) + ".xml",
            sheetXml(rows));
    QByteArray sheets;
    QByteArray relations;
    const QByteArray office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    for (std::size_t i = 0; i < m_sheets.size(); ++i) {
        const QByteArray n = QByteArray::number(int(i) + 1);
        sheets += "<sheet name=\"" + m_sheets[i].toUtf8() + "\" sheetId=\"" + n + "\" r:id=\"rId"
                  + n + "\"/>";
        relations += "<Relationship Id=\"rId" + n + "\" Type=\"" + office
                     + "/worksheet\" Target=\"worksheets/sheet" + n + ".xml\"/>";
    }
    relations += "<Relationship Id=\"rIdS\" Type=\"" + office
                 + "/sharedStrings\" Target=\"sharedStrings.xml\"/>";
    setPart("xl/sharedStrings.xml",
            "<sst xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"/>");
    setPart(
        "xl/workbook.xml",
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\""
            + office + "\"><sheets>" + sheets + "</sheets></workbook>");
    setPart("xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                + relations + "</Relationships>");
}

void XlsxFile::setPart(const QByteArray &name, const QByteArray &bytes)
{
    for (auto &[known, content] : m_parts) {
        if (known == name) {
            content = bytes;
            return;
        }
    }
    m_parts.emplace_back(name, bytes);
}

bool XlsxFile::write(const QString &path, const QByteArray &password)
{
    QFile::remove(path);
    zip_t *zip = zip_open(QFile::encodeName(path).constData(), ZIP_CREATE | ZIP_EXCL, nullptr);
    if (!zip)
        return false;
    for (const auto &[name, bytes] : m_parts) {
        zip_source_t *source
            = zip_source_buffer(zip, bytes.constData(), zip_uint64_t(bytes.size()), 0);
        const zip_int64_t index = zip_file_add(zip, name.constData(), source, ZIP_FL_ENC_UTF_8);
        if (index < 0)
            return false;
        if (!password.isEmpty()
            && zip_file_set_encryption(zip, zip_uint64_t(index), ZIP_EM_AES_256,
                                       password.constData())
                   != 0)
            return false;
    }
    return zip_close(zip) == 0;
}

bool XlsxFile::patch(const QString &path, const QByteArray &before, const QByteArray &after)
{
    QFile file(path);
    if (before.size() != after.size() || !file.open(QIODevice::ReadWrite))
        return false;
    QByteArray bytes = file.readAll();
    if (!bytes.contains(before))
        return false;
    bytes.replace(before, after);
    return file.seek(0) && file.write(bytes) == bytes.size();
}

QStringList ecvaHeader()
{
    return {"video_id",
            "X1 (5-1（总结其他类))",
            "X2 - reason（导致异常发生的原因）",
            "X2 -  result （异常事件导致的结果）",
            "X3 - moment",
            "X3 - description",
            "X4 - key sentences  "
            "（尊重事实的前提下，尽可能写一些（4-6个）独立短句（不超过7个单词），中间不要加逗号）",
            "Annotator",
            "备注"};
}
