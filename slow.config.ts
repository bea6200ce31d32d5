import config from './playwright.config'
export default { ...config, timeout: 400_000, expect: { timeout: 60_000 }, workers: 1 }
