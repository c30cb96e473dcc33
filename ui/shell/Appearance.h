#pragma once

#include "ui/style/Theme.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTranslator>

class QApplication;
class QSettings;

namespace ecva {

/// Theme and language of the whole program, switchable at any time and remembered.
class Appearance : public QObject
{
    Q_OBJECT

public:
    /// `settings` must outlive this.
    Appearance(QApplication &application, QSettings &settings, QObject *parent = nullptr);

    ThemeKind theme() const { return m_theme; }
    void setTheme(ThemeKind kind);

    /// "en" or "zh_CN".
    QString language() const { return m_language; }
    void setLanguage(const QString &language);
    static QStringList languages();
    /// In its own language: "English", "中文".
    static QString languageName(const QString &language);

Q_SIGNALS:
    void themeChanged();
    void languageChanged();

private:
    void loadTranslators();

    QApplication &m_application;
    QSettings &m_settings;
    ThemeKind m_theme = ThemeKind::Dark;
    QString m_language;
    QTranslator m_own;
    QTranslator m_qt;
};

} // namespace ecva
