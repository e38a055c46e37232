-- The old indexes serve readers until the new ones are there: writers wait, for some seconds at a million rows.
CREATE INDEX "enrichments_by_created_new" ON "gold"."enrichments" USING btree ("data_criacao","id_enriquecimento","id_workspace","nome_workspace","status_processamento","tipo_contato","categoria_tamanho_job","data_atualizacao","duracao_processamento_minutos","total_contatos");
--> statement-breakpoint
CREATE INDEX "enrichments_by_workspace_new" ON "gold"."enrichments" USING btree ("id_workspace","data_criacao","id_enriquecimento","nome_workspace","status_processamento","tipo_contato","categoria_tamanho_job","data_atualizacao","duracao_processamento_minutos","total_contatos");
--> statement-breakpoint
CREATE INDEX "enrichments_by_updated_new" ON "gold"."enrichments" USING btree ("status_processamento","categoria_tamanho_job","data_atualizacao","id_workspace","data_criacao","id_enriquecimento","tipo_contato");
--> statement-breakpoint
CREATE INDEX "enrichments_by_duration_new" ON "gold"."enrichments" USING btree ("status_processamento","categoria_tamanho_job","duracao_processamento_minutos","id_workspace","data_criacao","id_enriquecimento","tipo_contato");
--> statement-breakpoint
CREATE INDEX "enrichments_by_contacts_new" ON "gold"."enrichments" USING btree ("status_processamento","categoria_tamanho_job","total_contatos","id_workspace","data_criacao","id_enriquecimento","tipo_contato");
--> statement-breakpoint
CREATE INDEX "enrichments_by_name_new" ON "gold"."enrichments" USING btree ("status_processamento","categoria_tamanho_job","nome_workspace","id_workspace","data_criacao","id_enriquecimento","tipo_contato");
--> statement-breakpoint
DROP INDEX "gold"."enrichments_by_created";
--> statement-breakpoint
DROP INDEX "gold"."enrichments_by_workspace";
--> statement-breakpoint
DROP INDEX "gold"."enrichments_by_updated";
--> statement-breakpoint
DROP INDEX "gold"."enrichments_by_duration";
--> statement-breakpoint
DROP INDEX "gold"."enrichments_by_contacts";
--> statement-breakpoint
DROP INDEX "gold"."enrichments_by_name";
--> statement-breakpoint
ALTER INDEX "gold"."enrichments_by_created_new" RENAME TO "enrichments_by_created";
--> statement-breakpoint
ALTER INDEX "gold"."enrichments_by_workspace_new" RENAME TO "enrichments_by_workspace";
--> statement-breakpoint
ALTER INDEX "gold"."enrichments_by_updated_new" RENAME TO "enrichments_by_updated";
--> statement-breakpoint
ALTER INDEX "gold"."enrichments_by_duration_new" RENAME TO "enrichments_by_duration";
--> statement-breakpoint
ALTER INDEX "gold"."enrichments_by_contacts_new" RENAME TO "enrichments_by_contacts";
--> statement-breakpoint
ALTER INDEX "gold"."enrichments_by_name_new" RENAME TO "enrichments_by_name";
