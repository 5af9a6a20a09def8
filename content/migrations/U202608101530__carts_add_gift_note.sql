ALTER TABLE carts DROP COLUMN gift_note;
