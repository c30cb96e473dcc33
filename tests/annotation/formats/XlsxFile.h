#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <utility>
#include <vector>

/// Makes small spreadsheets for tests, honest and dishonest ones.
class XlsxFile
{
public:
    using Rows = std::vector<QStringList>;

    /// A workbook with these sheets in this order; texts inline, whole numbers as numbers.
    void addSheet(const QString &name, const Rows &rows);
    /// Puts or replaces a part, word for word.
    void setPart(const QByteArray &name, const QByteArray &bytes);
    /// Writes the zip. `password` encrypts all parts.
    bool write(const QString &path, const QByteArray &password = {});

    static QByteArray sheetXml(const Rows &rows);
    static QByteArray sheetXml(const QByteArray &sheetData);
    /// Replaces bytes in a file by as many others.
    static bool patch(const QString &path, const QByteArray &before, const QByteArray &after);

private:
    std::vector<QString> m_sheets;
    std::vector<std::pair<QByteArray, QByteArray>> m_parts;
};

/// The header row of ECVA's sheet as released.
QStringList ecvaHeader();
