#include "ui/shell/Appearance.h"

#include "core/base/Log.h"
#include "ui/style/EcvaStyle.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>

namespace ecva {
namespace {

const QString kThemeKey = QStringLiteral("appearance/theme");
const QString kLanguageKey = QStringLiteral("appearance/language");

} // namespace

Appearance::Appearance(QApplication &application, QSettings &settings, QObject *parent)
    : QObject(parent)
    , m_application(application)
    , m_settings(settings)
{
    m_theme = themeFromName(settings.value(kThemeKey).toString()).value_or(ThemeKind::Dark);
    m_language = settings.value(kLanguageKey).toString();
    if (!languages().contains(m_language)) {
        m_language = QLocale::system().language() == QLocale::Chinese ? QStringLiteral("zh_CN")
                                                                      : QStringLiteral("en");
    }
    applyTheme(m_application, m_theme);
    loadTranslators();
}

void Appearance::setTheme(ThemeKind kind)
{
    if (kind == m_theme)
        return;
    m_theme = kind;
    m_settings.setValue(kThemeKey, toName(kind));
    applyTheme(m_application, kind);
    Q_EMIT themeChanged();
}

void Appearance::setLanguage(const QString &language)
{
    if (language == m_language || !languages().contains(language))
        return;
    m_language = language;
    m_settings.setValue(kLanguageKey, language);
    loadTranslators();
    Q_EMIT languageChanged();
}

QStringList Appearance::languages()
{
    return {QStringLiteral("en"), QStringLiteral("zh_CN")};
}

QString Appearance::languageName(const QString &language)
{
    return language == QLatin1String("zh_CN") ? QStringLiteral("中文") : QStringLiteral("English");
}

void Appearance::loadTranslators()
{
    QLocale::setDefault(QLocale(m_language));
    m_application.removeTranslator(&m_own);
    m_application.removeTranslator(&m_qt);
    // English is loaded too: its file holds the plural forms.
    if (m_own.load(QStringLiteral(":/i18n/ecva_%1.qm").arg(m_language)))
        m_application.installTranslator(&m_own);
    else
        log(LogLevel::Warning, "shell", "no translation for " + m_language.toStdString());
    if (m_qt.load(QStringLiteral("qtbase_%1").arg(m_language),
                  QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        m_application.installTranslator(&m_qt);
}

} // namespace ecva
