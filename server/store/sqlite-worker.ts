import { serveSqlite } from './serve-sqlite.js';
import { openSqliteFile } from './sqlite-file.js';

await serveSqlite(openSqliteFile);
