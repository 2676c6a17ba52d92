/** What the gateway says, in the languages that one host may mix. */

export type Language = 'zh' | 'zh-TW' | 'en' | 'ru';

export type MessageId = keyof typeof MESSAGES;

export const MESSAGES = {
  unknown: { zh: '无效的令牌', 'zh-TW': '無效的令牌', en: 'Invalid token', ru: 'Недопустимый токен' },
  expired: { zh: '该令牌已过期', 'zh-TW': '該令牌已過期', en: 'This token has expired', ru: 'Этот токен истёк' },
  exhausted: {
    zh: '该令牌额度已用尽 TokenStatusExhausted[sk-abc***xyz]',
    'zh-TW': '該令牌額度已用盡 TokenStatusExhausted[sk-abc***xyz]',
    en: 'This token quota is exhausted TokenStatusExhausted[sk-abc***xyz]',
    ru: 'Квота этого токена исчерпана TokenStatusExhausted[sk-abc***xyz]',
  },
  disabled: {
    zh: '该令牌状态不可用',
    'zh-TW': '該令牌狀態不可用',
    en: 'This token status is unavailable',
    ru: 'Статус этого токена недоступен',
  },
  database: {
    zh: '无效的令牌，数据库查询出错，请联系管理员',
    'zh-TW': '無效的令牌，資料庫查詢出錯，請聯繫管理員',
    en: 'Invalid token, database query error, please contact the administrator',
    ru: 'Недопустимый токен, ошибка запроса к базе данных, обратитесь к администратору',
  },
  notProvided: { zh: '未提供令牌', 'zh-TW': '未提供令牌', en: 'Token not provided', ru: 'Токен не предоставлен' },
  banned: {
    zh: '用户已被封禁',
    'zh-TW': '使用者已被封禁',
    en: 'User has been banned',
    ru: 'Пользователь заблокирован',
  },
  address: {
    zh: '您的 IP 不在令牌允许访问的列表中',
    'zh-TW': '您的 IP 不在令牌允许访问的列表中',
    en: '您的 IP 不在令牌允许访问的列表中',
    ru: '您的 IP 不在令牌允许访问的列表中',
  },
  group: {
    zh: '无权访问该分组',
    'zh-TW': '無權存取該分組',
    en: 'No access to this group',
    ru: 'Нет прав доступа к этой группе',
  },
  channel: {
    zh: '普通用户不支持指定渠道',
    'zh-TW': '普通用户不支持指定渠道',
    en: '普通用户不支持指定渠道',
    ru: '普通用户不支持指定渠道',
  },
  lookUpFailed: {
    zh: '获取令牌信息失败，请稍后重试',
    'zh-TW': '獲取令牌資訊失敗，請稍後重試',
    en: 'Failed to get token info, please try again later',
    ru: 'Ошибка получения информации о токене, пожалуйста, повторите попытку позже',
  },
} as const satisfies Record<string, Record<Language, string>>;

/** The language of `Accept-Language`, else English. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '').toLowerCase();
  if (wanted.startsWith('zh-tw')) return 'zh-TW';
  if (wanted.startsWith('zh')) return 'zh';
  return wanted.startsWith('ru') ? 'ru' : 'en';
}
