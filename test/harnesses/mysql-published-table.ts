import { mysqlHarness } from "./mysql.js";

/** The table that the SDK's README tells to create, of the collation that a server prefers. */
export const PUBLISHED_COLUMNS = `(
  id varchar(10) NOT NULL,
  user_name varchar(255),
  client_id varchar(255),
  client_secret varchar(255),
  refresh_token varchar(255),
  access_token varchar(255),
  grant_token varchar(255),
  expiry_time varchar(20),
  redirect_url varchar(255),
  api_domain varchar(255),
  primary key (id)
)`;

export default mysqlHarness("MySqlTokenStore on the published table", PUBLISHED_COLUMNS);
